import { embeddedEngine } from "@/inngest/embedded-fetch";
import { startEmbeddedEngine } from "@/inngest/embedded/engine";
import { handlers } from "@/inngest/handlers";
import { keepRegistering } from "@/inngest/server-registration";
import { env, quickenEnvironment, requireDatabaseUrl } from "@/server/env";
import { installationPolicy } from "@/server/egress/policy";
import { eventHub } from "@/server/events/hub";
import { closeEventStreams } from "@/server/events/open-streams";
import { globalSingleton } from "@/server/global-singleton";
import { logger } from "@/server/logger";
import { keepExpiring } from "@/server/services/interrupts/expire-interrupts";
import { progressWriter } from "@/server/progress/writer";
import { dispatchOutbox } from "@/server/services/runs/dispatch-outbox";
import { keepReconciling } from "@/server/services/runs/reconcile-runs";
import { abortRun, keepLeases } from "@/server/services/runs/run-holds";
import { recordSweep } from "@/server/services/system/record-sweep";
import { keepRetention } from "@/server/services/system/retention";
import { seedInstallation } from "@/server/services/system/seed-installation";
import { inCall } from "@/server/services/runs/walk-trail";

const outboxSweepMs = 2000;
/** How long what is under way may take to come to the end of its step when the process is to stop. */
const drainMs = 20_000;
/** By then the process ends, whatever still hangs. */
const longestStopMs = 24_000;
/**
 * How long to wait after each failed attempt of a step. A node's own failures are values with a policy of their own; what fails
 * a step is the database being away, mostly for a moment, so the first wait is short.
 */
const stepBackoffMs = [1000, 5000, 20_000, 60_000];

const state = globalSingleton("boot", () => ({
  started: undefined as Promise<void> | undefined,
  stop: undefined as (() => Promise<void>) | undefined,
  stopped: undefined as Promise<void> | undefined,
}));

/** Starts what lives as long as the process: notifications, seed, executor, outbox sweep. Once, also under hot reload. */
export function boot(): Promise<void> {
  return (state.started ??= start());
}

/** Ends what `boot` has started: runs stop at their next step and are free for other processes. Once, also when asked twice. */
export async function shutDown(): Promise<void> {
  await state.started;
  await (state.stopped ??= state.stop?.());
}

async function start(): Promise<void> {
  quickenEnvironment();
  const connectionString = requireDatabaseUrl();
  if (env.inngestProblem) throw new Error(env.inngestProblem);
  installationPolicy();
  await eventHub.start();
  eventHub.onControl((message) => {
    const [verb, runId] = message.split(" ");
    if (verb === "stop" && runId) abortRun(runId);
  });
  await progressWriter.open();
  await seedInstallation();
  if (env.isEmbeddedEngine) {
    embeddedEngine.current = await startEmbeddedEngine({
      connectionString,
      appId: "signalbox",
      slots: env.slots,
      handler: (request) =>
        request.method === "PUT"
          ? callHandler(handlers.PUT, request)
          : inCall(request.headers.get("x-request-id"), () => callHandler(handlers.POST, request)),
      logger,
      retentionDays: env.retentionExecutorDays,
      onPurged: (removed, startedAt) => recordSweep("executor", removed, startedAt),
      // A step that is executed again finds in our own rows what it had done.
      storeDelayMs: 250,
      beforeStoring: (callId) => progressWriter.release(callId),
      backoff: (attempt) => stepBackoffMs[Math.min(attempt, stepBackoffMs.length - 1)] ?? 0,
    });
  }
  const sweep = setInterval(() => {
    dispatchOutbox().catch((error: unknown) =>
      logger.warn({ err: error }, "the outbox could not be emptied; trying again"),
    );
  }, outboxSweepMs);
  sweep.unref();
  const stopRegistering = env.isEmbeddedEngine ? () => {} : keepRegistering();
  const stopLeases = keepLeases();
  const stopReconciling = keepReconciling();
  const stopExpiring = keepExpiring();
  const stopRetention = keepRetention();
  state.stop = async () => {
    clearInterval(sweep);
    stopRegistering();
    stopLeases();
    stopReconciling();
    stopExpiring();
    stopRetention();
    await embeddedEngine.current?.stop({ drainMs });
    await closeEventStreams();
    await eventHub.stop();
  };
  process.once("SIGTERM", stopForSignal);
  process.once("SIGINT", stopForSignal);
  logger.info({ engine: env.isEmbeddedEngine ? "embedded" : "inngest server" }, "signalbox is ready");
}

/** Hands runs over and ends; where the server ends the process by itself, only the former. */
function stopForSignal(): void {
  logger.info("stopping: what is under way comes to the end of its step first");
  const end = (code: number): void => {
    if (env.endsOnSignal) process.exit(code);
  };
  setTimeout(() => end(1), longestStopMs).unref();
  shutDown().then(
    () => end(0),
    (error: unknown) => {
      logger.error({ err: error }, "what was running could not be stopped cleanly");
      end(1);
    },
  );
}

/** The SDK types its handlers for Next, which passes a second argument that a plain request does not need. */
async function callHandler(handler: typeof handlers.POST, request: Request): Promise<Response> {
  return handler(request as Parameters<typeof handlers.POST>[0], undefined);
}
