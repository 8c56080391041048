import { db } from "@/server/db";
import type { ErrorCode } from "@/server/domain/errors";
import type { Json, JsonObject } from "@/server/domain/json";
import type { LoggedEvent } from "@/server/domain/run/events";
import { isTerminal } from "@/server/domain/run/status";
import { openDeadline } from "@/server/egress/deadline";
import { env } from "@/server/env";
import type { Principal } from "@/server/services/access/principal";
import { requireAppTool } from "@/server/services/apps/app-tools";
import { followRun } from "@/server/services/runs/follow-run";
import { getRun } from "@/server/services/runs/get-run";
import { startAppRun } from "@/server/services/runs/start-run";
import { stopRun } from "@/server/services/runs/stop-run";

export interface AppToolCall {
  appCode: string;
  inputs: JsonObject;
  /** The same call again is answered with the first one's run. */
  idempotencyKey?: string;
  /** Fires when the caller gives the call up, which stops the run. */
  signal: AbortSignal;
  /** Told of each event while the run goes on. */
  onEvent?: (event: LoggedEvent) => Promise<void>;
  /** After this long the run goes on without anybody waiting. */
  waitMs?: number;
}

type Stored =
  | { status: "completed"; text: string }
  | { status: "failed"; code: ErrorCode | "cancelled"; message: string }
  | { status: "running" };

export type AppToolAnswer = { runId: string; link: string } & (
  | Stored
  | { status: "waiting"; questions: { message: string; link: string }[] }
);

/** Long enough for an agent's work, short enough that nobody waits for ever. */
const defaultWaitMs = 10 * 60_000;

/**
 * Runs an app that is offered as a tool and waits for its end. A run that asks a person something has ended for now: the
 * answer says what is asked and where to decide. @throws DomainError as `startAppRun`; tool_not_found
 */
export async function callAppTool(principal: Principal, call: AppToolCall): Promise<AppToolAnswer> {
  await requireAppTool(principal, call.appCode);
  const { runId } = await startAppRun(principal, {
    source: "mcp",
    appCode: call.appCode,
    inputs: call.inputs,
    message: typeof call.inputs.query === "string" && call.inputs.query ? call.inputs.query : undefined,
    idempotencyKey: call.idempotencyKey,
  });
  const known = { runId, link: `${env.origin}/runs/${runId}` };
  const limit = openDeadline(call.waitMs ?? defaultWaitMs, call.signal);
  let last: LoggedEvent["event"] | undefined;
  try {
    for await (const logged of followRun(principal, runId, limit.signal)) {
      last = logged.event;
      await call.onEvent?.(logged);
    }
  } finally {
    limit.close();
  }
  if (call.signal.aborted) await stopRun(principal, runId);
  if (last?.type === "run.failed") {
    return { ...known, status: "failed", code: last.error.code, message: last.error.message };
  }
  if (last?.type !== "run.finished") return { ...known, ...(await storedAnswer(principal, runId)) };
  if (last.outcome === "interrupt") {
    const questions = last.interrupts.map(({ id, message }) => ({ message, link: `${env.origin}/approvals/${id}` }));
    return { ...known, status: "waiting", questions };
  }
  if (last.outcome === "cancelled") {
    return { ...known, status: "failed", code: "cancelled", message: "The run was stopped." };
  }
  return { ...known, status: "completed", text: await answerText(principal, runId, last.result ?? null) };
}

/** Of a run whose end was not seen: it goes on, or ended so long ago that its events are gone. */
async function storedAnswer(principal: Principal, runId: string): Promise<Stored> {
  const { status, result, error } = await getRun(principal, runId);
  if (status === "completed") return { status, text: await answerText(principal, runId, result) };
  if (isTerminal(status)) {
    return { status: "failed", code: "run_ended", message: error?.message ?? `The run ended as ${status} long ago.` };
  }
  return { status: "running" };
}

/** What the run said in the chat, or else its result. */
async function answerText(principal: Principal, runId: string, result: Json): Promise<string> {
  const said = await db.message.findMany({
    where: { runId, tenantId: principal.tenantId, role: "assistant", deletedAt: null, content: { not: "" } },
    orderBy: { seq: "asc" },
    select: { content: true },
  });
  if (said.length > 0) return said.map((message) => message.content).join("\n\n");
  return typeof result === "string" ? result : JSON.stringify(result);
}
