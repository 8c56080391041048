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
  /** When it began, where this is the end of its first walk. */
  firstStartedAt?: Date;
}

interface RunFacts {
  started_at: Date;
  answers: number;
  /** Whether its stream has begun something that it has not ended. */
  has_open_pieces: boolean;
  has_usage: boolean;
  open_nodes: Pick<NodeRunWrite, "nodeId" | "kind" | "title" | "attempt">[];
  open_spans: Pick<SpanWrite, "id" | "kind" | "name" | "startedAtMs">[];
}

/**
 * Ends a run: its row, its span, the last event of its stream and, when nothing was said to the chat but there is a result,
 * the result as the answer. Repeating it changes nothing.
 */
export async function finishRun(
  { target, source, inputs, firstStartedAt }: EndingRun,
  conclusion: RunConclusion,
): Promise<void> {
  const run = (firstStartedAt && factsOfWalk(target, conclusion, firstStartedAt)) ?? (await readFacts(target));
  if (!run) return;
  const events: RunEvent[] = [];
  if (run.has_open_pieces) {
    const logged = await readRunEvents(target.runId);
    events.push(...closingEvents(findOpenPieces(logged.map((entry) => entry.event)), "failed"));
  }
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
      // Attempts that nobody will end: their process died, or the run is given up while they execute.
      nodeRuns: [
        ...conclusion.skipped,
        ...run.open_nodes.map((node) => ({ ...node, status: "failed" as const, error: interrupted })),
      ],
      spans: [
        ...run.open_spans.map((open) => ({
          ...open,
          status: "failed" as const,
          error: interrupted,
          endedAtMs: Math.max(open.startedAtMs, Date.now()),
        })),
        span,
      ],
      messages,
      events,
      ending: { status: conclusion.status, result: conclusion.result, error: conclusion.error },
    });
    faultPoint("after-finish-write");
  } catch (error) {
    // The run was stopped meanwhile, or an earlier try of this step had already ended it.
    if (!(error instanceof FencedError)) throw error;
  }
  if (run.has_usage) await attributeUsage(target.runId);
  if (source === reflectionSource) await inTransaction((client) => endReflection(client, target));
}

/**
 * Whether a run ends in its first walk, completed, and what that has written is of no other execution's concern. Then nothing
 * can be left open, and its last write goes with those that the walk has not waited for.
 */
export function isOrderlyEnd({ trail }: RunTarget, { status }: Pick<RunConclusion, "status">): boolean {
  return trail?.isFirst === true && !trail.hasOpenAttempts && status === "completed";
}

function factsOfWalk(target: RunTarget, conclusion: RunConclusion, startedAt: Date): RunFacts | undefined {
  const { trail } = target;
  if (!trail || !isOrderlyEnd(target, conclusion)) return undefined;
  return {
    started_at: startedAt,
    answers: trail.answers,
    has_open_pieces: false,
    has_usage: trail.hasUsage,
    open_nodes: [],
    open_spans: [],
  };
}

const interrupted: ErrorRecord = { code: "internal", message: "The run ended before this did." };

/** What the end of a run depends on; nothing when there is no such run. */
async function readFacts({ tenantId, runId }: RunTarget): Promise<RunFacts | undefined> {
  const { rows } = await pool.query<RunFacts>({
    name: "read-ending-run",
    text: `select coalesce(started_at, created_at) as started_at,
        (select count(*)::int from message m where m.run_id = r.id and m.role = 'assistant') as answers,
        exists (
          select from event e
          where e.run_id = r.id and split_part(e.type, '.', 2) in ('started', 'ended', 'finished') and e.type not like 'run.%'
          group by split_part(e.type, '.', 1)
          having count(*) <> 2 * count(*) filter (where e.type like '%.started')
        ) as has_open_pieces,
        greatest(input_tokens, output_tokens, cost_micros) > 0 as has_usage,
        (select coalesce(jsonb_agg(jsonb_build_object('nodeId', n.node_id, 'kind', n.kind, 'title', n.title, 'attempt', n.attempt)), '[]')
          from node_run n where n.run_id = r.id and n.status in ('pending', 'running')) as open_nodes,
        (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'name', s.name,
            'startedAtMs', extract(epoch from s.started_at) * 1000)), '[]')
          from span s where s.run_id = r.id and s.status = 'running' and s.kind <> 'run') as open_spans
      from run r where r.id = $1 and (r.tenant_id = $2) is true`,
    values: [runId, tenantId],
  });
  return rows[0];
}
