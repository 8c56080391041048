import { EventType, type AGUIEvent } from "@ag-ui/core";
import { z } from "zod";
import type { ErrorCode, ErrorRecord } from "@/server/domain/errors";
import { errorTable } from "@/server/domain/errors";
import { documentNodeIdOf, nodeIdOf } from "@/server/domain/run/address";
import { documentNodeIdOf } from "@/server/domain/run/address";
import { isNodeEnded, nodeStatuses, type NodeStatus } from "@/server/domain/run/status";
import { isDocumentAddress, sumUp } from "./item-counts";
import { idleRun, type NodeRunView, type RunLogEntry, type RunView } from "./run-view";

const errorSchema = z
  .object({ code: z.string(), message: z.string(), nodeId: z.string().optional() })
  .transform((error): ErrorRecord => ({ ...error, code: isErrorCode(error.code) ? error.code : "internal" }));

/** What the author's view of the stream says about a step, beside AG-UI's own fields. */
const stepSchema = z.object({
  signalbox: z.object({
    nodeId: z.string(),
    title: z.string(),
    attempt: z.int(),
    status: z.enum(nodeStatuses).optional(),
    port: z.string().optional(),
    error: errorSchema.optional(),
    durationMs: z.number().optional(),
    costMicros: z.number().optional(),
    summary: z.string().optional(),
    itemCount: z.int().optional(),
  }),
});
const messageSchema = z.object({ signalbox: z.object({ audience: z.enum(["everyone", "author"]) }) });
const runErrorSchema = z.object({ signalbox: z.object({ error: errorSchema }) });

type Step = z.infer<typeof stepSchema>["signalbox"];

/** A run that has been accepted and has not said anything yet. */
export function beginRun(runId: string): RunView {
  return { ...idleRun, runId, status: "queued" };
}

/** The run that goes on after a person has decided: what was done before stays in sight. */
export function continueRun(run: RunView, runId: string): RunView {
  return { ...run, runId, status: "queued" };
}

/** The view after one more event of the run's stream. Events that it does not show leave it as it is. */
export function applyRunEvent(run: RunView, event: AGUIEvent): RunView {
  switch (event.type) {
    case EventType.RUN_STARTED:
      return { ...run, status: "running" };
    case EventType.STEP_STARTED:
    case EventType.STEP_FINISHED: {
      const step = stepSchema.safeParse(event.metadata);
      return step.success ? applyStep(run, step.data.signalbox) : run;
    }
    case EventType.TEXT_MESSAGE_START: {
      const isShown = messageSchema.safeParse(event.metadata).data?.signalbox.audience === "everyone";
      return isShown ? { ...run, messages: [...run.messages, { id: event.messageId, text: "" }] } : run;
    }
    case EventType.TEXT_MESSAGE_CONTENT:
      return appendText(run, event.messageId, event.delta);
    case EventType.RUN_FINISHED:
      if (event.outcome?.type === "interrupt") return pauseRun(run);
      return endRun(run, event.outcome?.type === "cancelled" ? "cancelled" : "completed");
    case EventType.RUN_ERROR: {
      const error = runErrorSchema.safeParse(event.metadata).data?.signalbox.error;
      return { ...endRun(run, "failed"), error: error ?? { code: "internal", message: event.message } };
    }
    default:
      return run;
  }
}

function applyStep(run: RunView, step: Step): RunView {
  const { nodeId: address, title, attempt } = step;
  const nodeId = documentNodeIdOf(address);
  const node: NodeRunView = {
    status: step.status ?? "running",
    attempt,
    ...(step.port === undefined ? {} : { port: step.port }),
    ...(step.durationMs === undefined ? {} : { durationMs: step.durationMs }),
    ...(step.costMicros === undefined ? {} : { costMicros: step.costMicros }),
    ...(step.error === undefined ? {} : { error: step.error }),
  };
  const entry: RunLogEntry = {
    key: `${address}#${attempt}`,
    nodeId,
    title,
    status: node.status,
    detail: step.error?.message ?? step.summary ?? (attempt > 1 ? `attempt ${attempt}` : undefined),
    durationMs: step.durationMs,
    costMicros: step.costMicros,
  };
  const at = run.log.findIndex((each) => each.key === entry.key);
  const log = at === -1 ? [...run.log, entry] : run.log.with(at, entry);
  // What ran in another workflow is no node of this document; the node that ran it has a state of its own.
  const isOwn = nodeId === nodeIdOf(address);
  return { ...run, nodes: isOwn ? { ...run.nodes, [nodeId]: node } : run.nodes, log };
}

function appendText(run: RunView, messageId: string, delta: string): RunView {
  const at = run.messages.findIndex((message) => message.id === messageId);
  const message = run.messages[at];
  if (!message) return run;
  return { ...run, messages: run.messages.with(at, { ...message, text: message.text + delta }) };
}

/** A run that waits for a person has ended, and what was under way in it waits. */
function pauseRun(run: RunView): RunView {
  const pause = (node: NodeRunView): NodeRunView => (node.status === "running" ? { ...node, status: "waiting" } : node);
  const log = run.log.map((entry) => (entry.status === "running" ? { ...entry, status: "waiting" as const } : entry));
  return { ...run, ...mapNodes(run, pause), status: "waiting", log };
}

/** The end of a run ends every node in it: one that is still shown as running was cut off. */
function endRun(run: RunView, status: "completed" | "cancelled" | "failed"): RunView {
  const end = (node: NodeRunView): NodeRunView => (isNodeEnded(node.status) ? node : { ...node, status: "cancelled" });
  const log = run.log.map((entry) => (entry.status === "running" ? { ...entry, status: "cancelled" as const } : entry));
  return { ...run, ...mapNodes(run, end), status, log };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}
