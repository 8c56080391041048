import { z } from "zod";
import { pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { type ForkRecord, readForkRecord } from "@/server/domain/run/fork-record";
import type { ClientOffer } from "@/server/nodes/agent/agent-plan";
import type { DecidedInterrupt } from "@/server/nodes/executor";
import { globalSingleton } from "@/server/global-singleton";
import type { RunTarget } from "@/server/progress/progress";
import { type Frame, frameGraph } from "@/server/services/runs/frame";
import { readDecisions } from "@/server/services/interrupts/read-decisions";
import { readBranch } from "@/server/services/sessions/read-branch";
import { type RunReference, targetOf } from "@/server/services/runs/run-target";
import { readVersion } from "@/server/services/workflows/read-version";

/** Everything about a run that never changes while it runs. */
export interface Execution {
  target: RunTarget;
  /** The run's own graph. */
  frame: Frame;
  session: Record<string, Json>;
  source: string;
  appId: string | undefined;
  /** Whether it begins with what another run had come to, because it resumes that or leaves it at a point. */
  isContinued: boolean;
  /** What was decided about what the run that it resumes waited for, by address. */
  decisions: ReadonlyMap<string, DecidedInterrupt>;
  /** What was chosen for outside calls when it was begun from a point of another run. */
  fork: ForkRecord | undefined;
  /** What the client sent with its request: tools that it runs itself, and what the model is to know of the situation. */
  client: ClientOffer;
}

const cache = globalSingleton("executions", () => new Map<string, Promise<Execution>>());
const cacheSize = 200;
const rememberedMessages = 20;

/** Loads the frozen graph, inputs and session of a run. Repeated loads in one process are answered from memory. */
export function loadExecution(reference: RunReference): Promise<Execution> {
  return cache.get(keyOf(reference)) ?? remember(reference, readRun(reference));
}

/** The same for a run whose rows have just been read. */
export function prepareExecution(reference: RunReference, stored: StoredRun): void {
  if (!cache.has(keyOf(reference))) void remember(reference, Promise.resolve(stored));
}

function remember(reference: RunReference, stored: Promise<StoredRun>): Promise<Execution> {
  const key = keyOf(reference);
  const loading = stored.then((run) => load(reference, run));
  cache.set(key, loading);
  loading.catch(() => cache.delete(key));
  const oldest = cache.keys().next().value;
  if (cache.size > cacheSize && oldest) cache.delete(oldest);
  return loading;
}

function keyOf({ runId, epoch }: RunReference): string {
  return `${runId}:${epoch}`;
}

export function forgetExecution(reference: RunReference): void {
  cache.delete(keyOf(reference));
}

export interface StoredRun {
  session_id: string;
  workflow_version_id: string;
  app_id: string | null;
  source: string;
  kind: string;
  inputs: Record<string, Json>;
  client: unknown;
  fork: unknown;
  user_message_id: string | null;
  /** Absent when the session was deleted for good; then so is what else is said of it. */
  session_title: string | null;
  session_messages: number;
  /** Number of the message that it answers. */
  asked_seq: number | null;
  /** Whether its conversation says something before that, or at all when it answers none. */
  has_earlier: boolean;
}

/** What `StoredRun` has, of rows named `r`, `s` and `asked`. None of it changes while the run is taken. */
const columns = `r.session_id, r.workflow_version_id, r.app_id, r.source, r.kind, r.inputs, r.client, r.fork, r.user_message_id,
  s.title as session_title, s.message_count as session_messages, asked.seq as asked_seq,
  case when asked.id is null then s.head_seq > 0 else asked.parent_seq is not null end as has_earlier`;
const joins = "left join session s on s.id = r.session_id left join message asked on asked.id = r.user_message_id";

/** For the statement that takes a run, which can answer all that is to be known of it. */
export const storedRun = { columns, joins };

async function readRun({ runId, tenantId }: RunReference): Promise<StoredRun> {
  const { rows } = await pool.query<StoredRun>({
    name: "load-run",
    text: `select ${columns} from run r ${joins} where r.id = $1 and (r.tenant_id = $2) is true`,
    values: [runId, tenantId],
  });
  if (rows[0]) return rows[0];
  throw new DomainError("not_found", `Run ${runId} does not exist.`);
}

async function load(reference: RunReference, run: StoredRun): Promise<Execution> {
  const { runId, tenantId } = reference;
  if (run.session_title === null)
    throw new DomainError("not_found", `The session of run ${runId} does not exist any more.`);
  const [workflow, messages, decisions] = await Promise.all([
    readVersion(tenantId, run.workflow_version_id),
    // From what the run was asked: what it says itself, here or before a wait, is not what was said before.
    run.has_earlier
      ? readBranch(
          { tenantId, sessionId: run.session_id },
          { take: 2 * rememberedMessages, ...(run.asked_seq === null ? {} : { fromSeq: run.asked_seq }) },
        )
      : [],
    run.kind === "resume" ? readDecisions(tenantId, runId) : new Map<string, DecidedInterrupt>(),
  ]);
  const { state, ...client } = readClient(run.client);
  const earlier = messages
    .filter(({ id, role }) => id !== run.user_message_id && (role === "user" || role === "assistant"))
    .slice(-rememberedMessages);
  return {
    target: targetOf(reference, run.session_id),
    frame: {
      ...frameGraph(workflow, { audience: "everyone" }),
      path: "",
      parentSpanId: runId,
      inputs: run.inputs,
      audience: "everyone",
      depth: 1,
    },
    session: {
      id: run.session_id,
      title: run.session_title,
      message_count: run.session_messages,
      messages: earlier.map(({ role, content }) => ({ role, content })),
      transcript: earlier.map(({ role, content }) => `${role}: ${content}`).join("\n"),
      client: { context: client.context.map((entry) => ({ ...entry })), state },
    },
    source: run.source,
    appId: run.app_id ?? undefined,
    isContinued: run.kind !== "start",
    decisions,
    fork: readForkRecord(run.fork),
    client,
  };
}

const clientSchema = z.object({
  tools: z
    .array(
      z.object({
        name: z.string().min(1),
        description: z.string().default(""),
        parameters: z.record(z.string(), z.json()).default({ type: "object", properties: {} }),
      }),
    )
    .default([]),
  context: z.array(z.object({ description: z.string(), value: z.string() })).default([]),
  state: z.json().default({}),
});

function readClient(client: unknown): ClientOffer & { state: Json } {
  return clientSchema.safeParse(client).data ?? { tools: [], context: [], state: {} };
}
