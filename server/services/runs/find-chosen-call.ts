import { db, pool } from "@/server/db";
import { DomainError } from "@/server/domain/errors";
import { isJsonObject, type Json } from "@/server/domain/json";
import { callOfKey, matchCall } from "@/server/domain/run/fork-record";
import type { ChosenCall } from "@/server/nodes/executor";
import type { Execution } from "@/server/services/runs/load-execution";

/**
 * What was chosen for a call when its run was begun from a point of another, with the recorded result where that is kept. The
 * same call is answered the same when it is tried again after a crash.
 * @param key idempotency key of the call that is about to be made
 * @throws DomainError effect_uncertain when the result to keep has been deleted since
 */
export async function findChosenCall({ fork, target }: Execution, key: string): Promise<ChosenCall | undefined> {
  if (!fork || fork.calls.length === 0) return undefined;
  const { rows } = await pool.query<{ from: string }>({
    name: "find-used-choices",
    text: `select e.request -> 'fork' ->> 'from' as "from"
      from run mine join run r on r.root_run_id = mine.root_run_id join effect e on e.run_id = r.id
      where mine.id = $1 and mine.tenant_id = $2 and e.request -> 'fork' ->> 'id' = $3 and e.key <> $4`,
    values: [target.runId, target.tenantId, fork.id, key],
  });
  const chosen = matchCall(fork.calls, callOfKey(key), new Set(rows.map((row) => row.from)));
  if (!chosen) return undefined;
  const { choice } = chosen;
  const mark = { id: fork.id, from: chosen.key, choice };
  if (choice !== "keep") return { choice, mark };
  const effect = await db.effect.findFirst({
    where: { tenantId: target.tenantId, key: chosen.key, status: "done" },
    select: { result: true, runId: true, nodeId: true },
  });
  if (effect) {
    const told = await findTold(target.tenantId, effect);
    return { choice, mark, result: (effect.result ?? null) as Json, ...(told === undefined ? {} : { told }) };
  }
  throw new DomainError(
    "effect_uncertain",
    "The result that was to be kept for this call has been deleted since. Run again from here and choose anew.",
  );
}

/** What a model was told of a call by the piece that made it; nothing where no model was. */
async function findTold(
  tenantId: string,
  { runId, nodeId }: { runId: string; nodeId: string },
): Promise<string | undefined> {
  const piece = await db.nodeRun.findFirst({
    where: { tenantId, runId, nodeId, status: "completed" },
    orderBy: { attempt: "desc" },
    select: { outputJson: true },
  });
  const told = piece?.outputJson;
  return isJsonObject(told) && typeof told.content === "string" && typeof told.toolCallId === "string"
    ? told.content
    : undefined;
}
