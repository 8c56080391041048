import type { GraphOutcome, RunWalk } from "@/inngest/functions/run-walk";
import { endOf, StagedNode, type Turn } from "@/inngest/functions/staged-node";
import type { ErrorRecord } from "@/server/domain/errors";
import type { InterruptDraft } from "@/server/domain/interrupts/interrupt";
import type { Json } from "@/server/domain/json";
import { parseConfigOf } from "@/server/domain/nodes/registry";
import { itemFrame } from "@/server/domain/run/address";
import {
  containerResult,
  endContainer,
  type IterationPlan,
  openIteration,
} from "@/server/services/runs/container-stages";
import { nodeSpanId } from "@/server/services/runs/describe-node";
import { nodeOf } from "@/server/services/runs/attempt-node";
import { type Frame, frameGraph } from "@/server/services/runs/frame";
import type { NodeStepResult } from "@/server/services/runs/node-results";

/** What the items of one durable step came to. */
interface EndedItems {
  /** Number of the first item that was not begun. */
  next: number;
  results: Json[];
  interrupts: InterruptDraft[];
  failure?: ErrorRecord;
  isLost: boolean;
}

/**
 * Runs an iteration's body for each item, as many side by side as it says. An item that waits for a person holds up nothing
 * but the iteration's end; what assigners set inside stays with the item.
 */
export async function walkIteration(walk: RunWalk, frame: Frame, turn: Turn): Promise<NodeStepResult> {
  const node = new StagedNode<IterationPlan>(walk, frame, turn);
  const opened = await node.open((request) => openIteration(walk.execution, frame, request));
  if ("node" in opened) return opened.node;
  const { items } = opened.plan;
  const config = parseConfigOf("iteration", nodeOf(frame, turn.nodeId).config);
  const { parallelism, on_item_error: onItemError } = config.ok
    ? config.value
    : { parallelism: 1, on_item_error: "fail" };
  const body = frameGraph(frame.workflow, { audience: frame.audience, containerId: turn.nodeId });
  const results: Json[] = [];
  const interrupts: InterruptDraft[] = [];
  let failure: ErrorRecord | undefined;

  const walkItem = (part: RunWalk, index: number): Promise<GraphOutcome> =>
    part.graph(
      {
        ...body,
        path: itemFrame(node.address, index),
        inputs: frame.inputs,
        parentSpanId: nodeSpanId(walk.execution.target.runId, node.address, node.attempt),
        audience: frame.audience,
        depth: frame.depth,
        outer: { frame, surroundings: turn.given, current: { item: items[index] ?? null, index } },
      },
      { isParallel: turn.isParallel },
    );
  const walkItems = async (part: RunWalk, first: number, mayBegin: () => boolean): Promise<EndedItems> => {
    const ended: EndedItems = { next: first, results: [], interrupts: [], isLost: false };
    const work = async (): Promise<void> => {
      while (ended.next < items.length && !ended.failure && !ended.isLost && mayBegin()) {
        const index = ended.next;
        ended.next += 1;
        ended.results[index - first] = null;
        const outcome = await walkItem(part, index);
        if (outcome.type === "lost") ended.isLost = true;
        else if (outcome.type === "waiting") ended.interrupts.push(...outcome.interrupts);
        else if (outcome.status === "completed") ended.results[index - first] = outcome.result ?? null;
        else if (onItemError === "continue") ended.results[index - first] = { error: errorOf(outcome.error) };
        else ended.failure ??= outcome.error ?? { code: "internal", message: "The item failed." };
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallelism, items.length - first) }, work));
    return ended;
  };

  for (let next = 0; next < items.length && !failure;) {
    const first = next;
    const step = { id: `items:${node.address}:${first}`, address: node.address, isParallel: turn.isParallel };
    const ended = await walk.asOneStep(step, (part, mayBegin) => walkItems(part, first, mayBegin));
    if ("status" in ended || ended.isLost) return { status: "lost" };
    results.push(...ended.results);
    interrupts.push(...ended.interrupts);
    ({ next, failure } = ended);
  }
  if (interrupts.length > 0 && !failure) return { status: "waiting", interrupts };
  const error = failure;
  return endOf(
    await node.stage({ stage: "end", title: "End" }, (request) =>
      endContainer(
        walk.execution,
        frame,
        request,
        error
          ? { error }
          : {
              result: containerResult(
                { items: results, count: items.length },
                { remark: items.length === 1 ? "1 item" : `${items.length} items` },
              ),
            },
      ),
    ),
  );
}

function errorOf(error: ErrorRecord | undefined): Json {
  return { code: error?.code ?? "internal", message: error?.message ?? "The item failed." };
}
