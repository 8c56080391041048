import type { AttemptClaim, Progress } from "@/server/progress/progress";
import {
  artifactRow,
  intendedRow,
  messageRow,
  type NodeRow,
  nodeRow,
  type RunChangeRow,
  runChangeRow,
  type SpanRow,
  spanRow,
  usageRow,
} from "@/server/progress/rows";
import type { RowSet } from "@/server/progress/write-statement";

/** A write as it waits: what it depends on is what was open when it was handed in. */
export interface BatchItem {
  progress: Progress;
  /** When it was handed in, in milliseconds of `performance.now()`; by default now. */
  saidAt?: number;
  /** The execution that must not have been taken over, because this builds on its end. */
  after?: AttemptClaim;
}

/**
 * What each write depends on outside of this batch. What it builds on may begin in the batch itself, and then depends on what
 * that builds on.
 */
function outerBases(items: readonly BatchItem[]): (AttemptClaim | undefined)[] {
  if (items.every(({ after }) => after === undefined)) return [];
  const baseOf = new Map<string, AttemptClaim | undefined>();
  return items.map(({ progress, after }) => {
    const { runId } = progress.target;
    const inBatch = after && claimKey(runId, after);
    const base = inBatch !== undefined && baseOf.has(inBatch) ? baseOf.get(inBatch) : after;
    for (const node of progress.nodeRuns ?? []) if (node.claim) baseOf.set(claimKey(runId, node), base);
    return base;
  });
}

function claimKey(runId: string, { nodeId, claim }: { nodeId: string; claim?: string }): string {
  return `${runId}:${nodeId}:${claim}`;
}

/** What the fence admits or not: a run, or within it one execution of a node's attempt. */
function targetKey({ progress: { target } }: BatchItem, after: AttemptClaim | undefined): string {
  const { runId, epoch, attempt } = target;
  return `${runId}:${epoch}:${attempt?.nodeId}:${attempt?.attempt}:${attempt?.claim}:${after?.claim}`;
}

/**
 * How many of the waiting writes, from the first on, may go into one statement. Two executions of the same attempt never do:
 * the later one must see what the earlier has committed, or both would begin it, or end it.
 */
export function batchLength(waiting: readonly BatchItem[], largest: number): number {
  const executionOf = new Map<string, string>();
  for (const [index, { progress }] of waiting.slice(0, largest).entries()) {
    const { target, nodeRuns = [] } = progress;
    const execution = target.attempt?.claim ?? nodeRuns.find((node) => node.claim)?.claim ?? "";
    for (const { nodeId, attempt } of target.attempt ? [target.attempt, ...nodeRuns] : nodeRuns) {
      const key = `${target.runId}:${nodeId}:${attempt}`;
      const other = executionOf.get(key);
      if (other !== undefined && other !== execution) return index;
      executionOf.set(key, execution);
    }
  }
  return Math.min(waiting.length, largest);
}

/** A target as the statement reads it, with its rows; sets without rows are absent. */
type TargetRow = { [set in Exclude<RowSet, "runChanges">]?: object[] } & {
  run_id: string;
  epoch: number;
  node_id?: string;
  attempt?: number;
  claim?: string;
  begins?: boolean;
  after_node_id?: string;
  after_attempt?: number;
  after_claim?: string;
};

export interface BatchParameters {
  /** Which sets have rows. */
  shape: ReadonlySet<RowSet>;
  /** The targets with their rows and, when there are any, the changes of runs: JSON texts that PostgreSQL's jsonb accepts. */
  values: string[];
  /** For each write in the batch: the place of its target, by which the answer says whether it was admitted. */
  targets: number[];
  /** For each event in the batch, by its `ord`: which progress it came from and its place there. */
  eventOrigins: { item: number; index: number }[];
}

/** Lays several writes side by side. A later write of the same node run or span replaces an earlier one in the same batch. */
export function layOut(items: readonly BatchItem[]): BatchParameters {
  const shape = new Set<RowSet>();
  const places = new Map<string, number>();
  const targets: TargetRow[] = [];
  const targetOf: number[] = [];
  const nodeRuns = new Map<string, { place: number; row: NodeRow }>();
  const spans = new Map<string, { place: number; row: SpanRow }>();
  const runChanges = new Map<string, RunChangeRow>();
  const eventOrigins: BatchParameters["eventOrigins"] = [];
  let messages = 0;
  // Claims that are only made in this batch, which its later writes may build on.
  const begun = new Set<string>();
  for (const { progress } of items)
    for (const node of progress.nodeRuns ?? []) begun.add(claimKey(progress.target.runId, node));
  const bases = outerBases(items);

  const add = (place: number, set: Exclude<RowSet, "runChanges">, row: object) => {
    const target = targets[place];
    if (!target) return;
    shape.add(set);
    (target[set] ??= []).push(row);
  };

  items.forEach((waiting, itemIndex) => {
    const { progress: item, saidAt = performance.now() } = waiting;
    const after = bases[itemIndex];
    const { runId, epoch, attempt } = item.target;
    const run = `${runId}:${epoch}`;
    const key = targetKey(waiting, after);
    const place = places.get(key) ?? targets.length;
    targetOf.push(place);
    if (place === targets.length) {
      places.set(key, place);
      const begins = attempt && begun.size > 0 && begun.has(claimKey(runId, attempt));
      const scope = attempt && { node_id: attempt.nodeId, attempt: attempt.attempt, claim: attempt.claim, begins };
      const base = after && { after_node_id: after.nodeId, after_attempt: after.attempt, after_claim: after.claim };
      targets.push({ run_id: runId, epoch, ...scope, ...base });
    }
    for (const node of item.nodeRuns ?? []) {
      const nodeKey = `${run}:${node.nodeId}:${node.attempt}`;
      nodeRuns.set(nodeKey, { place, row: nodeRow(node, saidAt, nodeRuns.get(nodeKey)?.row) });
    }
    for (const span of item.spans ?? []) spans.set(span.id, { place, row: spanRow(span, spans.get(span.id)?.row) });
    item.events?.forEach((event, index) => {
      add(place, "events", { type: event.type, payload: event, ord: eventOrigins.length });
      eventOrigins.push({ item: itemIndex, index });
    });
    for (const message of item.messages ?? []) add(place, "messages", messageRow(message, messages++));
    for (const usage of item.usage ?? []) add(place, "usage", usageRow(usage));
    for (const artifact of item.artifacts ?? []) add(place, "artifacts", artifactRow(artifact));
    for (const effect of item.intendedEffects ?? []) add(place, "intended", intendedRow(effect));
    for (const effect of item.settledEffects ?? []) add(place, "settled", effect);
    if (item.ending || item.restsForMs) runChanges.set(run, runChangeRow(item, runChanges.get(run)));
  });
  for (const { place, row } of nodeRuns.values()) add(place, "nodeRuns", row);
  for (const { place, row } of spans.values()) add(place, "spans", row);
  const values = [storableJson(targets)];
  if (runChanges.size > 0) {
    shape.add("runChanges");
    values.push(storableJson([...runChanges.values()]));
  }
  return { shape, values, targets: targetOf, eventOrigins };
}

const unstorableEscape = /(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

/**
 * JSON text without what jsonb refuses: NUL and lone surrogates become U+FFFD. `JSON.stringify` writes both as escapes and
 * writes whole pairs plainly, so every such escape is one of them.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  return text.includes("\\u") ? text.replace(unstorableEscape, "$1\\ufffd") : text;
}
