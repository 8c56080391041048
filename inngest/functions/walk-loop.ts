import type { RunWalk } from "@/inngest/functions/run-walk";
import { endOf, StagedNode, type Turn } from "@/inngest/functions/staged-node";
import { DomainError, type ErrorRecord } from "@/server/domain/errors";
import type { Json } from "@/server/domain/json";
import { parseConfigOf } from "@/server/domain/nodes/registry";
import { itemFrame } from "@/server/domain/run/address";
import { containerResult, endContainer, isLoopDone, openLoop } from "@/server/services/runs/container-stages";
import { nodeSpanId } from "@/server/services/runs/describe-node";
import { nodeOf } from "@/server/services/runs/attempt-node";
import { type Frame, frameGraph } from "@/server/services/runs/frame";
import { toErrorRecord } from "@/server/services/runs/node-journal";
import type { NodeStepResult } from "@/server/services/runs/node-results";

/**
 * Runs a loop's body until its condition holds. What assigners set in a pass is there in the next, and after the loop. The
 * condition is worked out from what the pass has made, so it comes out the same whenever it is asked again.
 */
export async function walkLoop(walk: RunWalk, frame: Frame, turn: Turn): Promise<NodeStepResult> {
  const node = new StagedNode<object>(walk, frame, turn);
  const opened = await node.open((request) => openLoop(walk.execution, frame, request));
  if ("node" in opened) return opened.node;
  const config = parseConfigOf("loop", nodeOf(frame, turn.nodeId).config);
  if (!config.ok) return { status: "lost" };
  const { until, max_passes: mostPasses, on_limit: onLimit } = config.value;
  const graph = frameGraph(frame.workflow, { audience: frame.audience, containerId: turn.nodeId });
  const passes: Json[] = [];
  let state: Record<string, Json> = {};
  let failure: ErrorRecord | undefined;
  let isDone = false;

  for (let index = 0; index < mostPasses && !isDone && !failure; index += 1) {
    const body: Frame = {
      ...graph,
      path: itemFrame(node.address, index),
      inputs: frame.inputs,
      parentSpanId: nodeSpanId(walk.execution.target.runId, node.address, node.attempt),
      audience: frame.audience,
      depth: frame.depth,
      outer: { frame, surroundings: turn.given, current: { item: passes.at(-1) ?? null, index } },
    };
    const outcome = await walk.graph(body, { isParallel: turn.isParallel, state });
    if (outcome.type === "lost") return { status: "lost" };
    if (outcome.type === "waiting") return { status: "waiting", interrupts: outcome.interrupts };
    if (outcome.status === "failed") {
      failure = outcome.error ?? { code: "internal", message: "The loop's body failed." };
      break;
    }
    state = outcome.state;
    passes.push(outcome.result ?? null);
    try {
      isDone = await isLoopDone(walk.execution, body, until, outcome.surroundings);
    } catch (error) {
      // A condition that can not be worked out is the loop's failure; anything else is for the engine to try again.
      if (!(error instanceof DomainError)) throw error;
      failure = toErrorRecord(error, node.address);
    }
  }
  if (!isDone && !failure && onLimit === "fail") {
    failure = { code: "loop_limit", message: `The condition did not hold after ${mostPasses} passes.` };
  }
  const error = failure;
  // What was set is kept with the output, so that a run that goes on later still has it.
  const output = { items: passes, last: passes.at(-1) ?? null, count: passes.length, state_updates: state };
  const remark = passes.length === 1 ? "1 pass" : `${passes.length} passes`;
  return endOf(
    await node.stage({ stage: "end", title: "End" }, (request) =>
      endContainer(
        walk.execution,
        frame,
        request,
        error ? { error } : { result: containerResult(output, { stateUpdates: state, remark }) },
      ),
    ),
  );
}
