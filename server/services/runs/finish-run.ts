import { pool } from "@/server/db";
import { reflectionSource } from "@/server/domain/conversation/reflection";
import type { ErrorRecord } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import type { RunEvent } from "@/server/domain/run/events";
import { closingEvents, findOpenPieces } from "@/server/domain/run/open-pieces";
import { readRunEvents } from "@/server/events/read-events";
import { faultPoint } from "@/server/faults";
import { newId } from "@/server/ids";
import { inTransaction } from "@/server/in-transaction";
import { attributeUsage } from "@/server/progress/attribute-usage";
import {
  FencedError,
  type MessageWrite,
  type NodeRunWrite,
  type RunTarget,
  type SpanWrite,
} from "@/server/progress/progress";
import { progressWriter } from "@/server/progress/writer";
import { endReflection } from "@/server/services/traces/end-reflection";

export interface RunConclusion {
  status: "completed" | "failed";
  result?: Json;
  error?: ErrorRecord;
  /** Nodes found to be skipped since the last write. */
  skipped: NodeRunWrite[];
}

/** What is to be known of a run to end it; it can be ended also when its version can not be read. */
export interface EndingRun {
  target: RunTarget;
  source: string;
  inputs: Json;
}

interface RunFacts {
  started_at: Date;
  answers: number;
}

/**
 * Ends a run: its row, its span, the last event of its stream and, when nothing was said to the chat but there is a result,
 * the result as the answer. Repeating it changes nothing.
 */
export async function finishRun({ target, source, inputs }: EndingRun, conclusion: RunConclusion): Promise<void> {
  const facts = await pool.query<RunFacts>(
    `select coalesce(started_at, created_at) as started_at,
       (select count(*)::int from message m where m.run_id = r.id and m.role = 'assistant') as answers
     from run r where id = $1 and tenant_id = $2`,
    [target.runId, target.tenantId],
  );
  const run = facts.rows[0];
  if (!run) return;
  await endLeftovers(target);
  const logged = await readRunEvents(target.runId);
  const events: RunEvent[] = closingEvents(findOpenPieces(logged.map((entry) => entry.event)), "failed");
  const messages: MessageWrite[] = [];
  if (conclusion.status === "completed" && run.answers === 0 && conclusion.result !== undefined) {
    const text =
      typeof conclusion.result === "string"
        ? conclusion.result
        : `\`\`\`json\n${JSON.stringify(conclusion.result, null, 2)}\n\`\`\``;
    const id = newId();
    messages.push({ id, role: "assistant", content: text });
    events.push(
      { type: "text.started", messageId: id, nodeId: "end", audience: "everyone" },
      { type: "text.delta", messageId: id, audience: "everyone", delta: text },
      { type: "text.ended", messageId: id, audience: "everyone" },
    );
  }
  events.push(
    conclusion.status === "failed" && conclusion.error
      ? { type: "run.failed", error: conclusion.error }
      : {
          type: "run.finished",
          outcome: "success",
          ...(conclusion.result === undefined ? {} : { result: conclusion.result }),
        },
  );
  const span: SpanWrite = {
    id: target.runId,
    kind: "run",
    name: "Run",
    status: conclusion.status,
    startedAtMs: run.started_at.getTime(),
    endedAtMs: Math.max(run.started_at.getTime(), Date.now()),
    input: inputs,
    output: conclusion.result,
    error: conclusion.error,
  };
  faultPoint("before-finish-write");
  try {
    await progressWriter.write({
      target,
      nodeRuns: conclusion.skipped,
      spans: [span],
      messages,
      events,
      ending: { status: conclusion.status, result: conclusion.result, error: conclusion.error },
    });
    faultPoint("after-finish-write");
  } catch (error) {
    // The run was stopped meanwhile, or an earlier try of this step had already ended it.
    if (!(error instanceof FencedError)) throw error;
  }
  await attributeUsage(target.runId);
  if (source === reflectionSource) await inTransaction((client) => endReflection(client, target));
}

/**
 * Ends rows of attempts that nobody will end: their process died, or the run was given up while they executed. A process that
 * was left behind ends nothing of what the run's next hand-over executes.
 */
async function endLeftovers({ tenantId, runId, epoch }: RunTarget): Promise<void> {
  const interrupted = JSON.stringify({ code: "internal", message: "The run ended before this did." });
  await pool.query(
    `with mine as materialized (
       select id from run where id = $1 and tenant_id = $2 and epoch = $4 and status = 'running' for update
     ), nodes as (
       update node_run set status = 'failed', ended_at = clock_timestamp(), error = coalesce(error, $3::jsonb)
       where run_id = (select id from mine) and tenant_id = $2 and status in ('pending', 'running')
     )
     update span set status = 'failed', ended_at = greatest(started_at, clock_timestamp()), error = coalesce(error, $3::jsonb)
     where run_id = (select id from mine) and tenant_id = $2 and status = 'running' and kind <> 'run'`,
    [runId, tenantId, interrupted, epoch],
  );
}
