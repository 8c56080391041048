import { EventType, type AGUIEvent } from "@ag-ui/core";
import { z } from "zod";
import type { ErrorCode, ErrorRecord } from "@/server/domain/errors";
import { errorTable } from "@/server/domain/errors";
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
  const itemCount = step.itemCount ?? nodeAt(run, address)?.itemCount;
  const node: NodeRunView = {
    status: step.status ?? "running",
    attempt,
    ...(itemCount === undefined ? {} : { itemCount }),
    ...(step.port === undefined ? {} : { port: step.port }),
    ...(step.durationMs === undefined ? {} : { durationMs: step.durationMs }),
    ...(step.costMicros === undefined ? {} : { costMicros: step.costMicros }),
    ...(step.error === undefined ? {} : { error: step.error }),
  };
  const entry: RunLogEntry = {
    key: `${address}#${attempt}`,
    nodeId: documentNodeIdOf(address),
    address,
    title,
    status: node.status,
    detail: step.error?.message ?? step.summary ?? (attempt > 1 ? `attempt ${attempt}` : undefined),
    durationMs: step.durationMs,
    costMicros: step.costMicros,
  };
  const at = run.log.findIndex((each) => each.key === entry.key);
  const log = at === -1 ? [...run.log, entry] : run.log.with(at, entry);
  return { ...placeNode(run, address, node), log };
}

/**
 * Takes note of a node at its address; one inside a container is summed up over its items. What ran in another workflow is no
 * node of this document: the node that ran it has a state of its own.
 */
function placeNode(run: RunView, address: string, node: NodeRunView): RunView {
  if (!isDocumentAddress(address)) return run;
  const nodeId = documentNodeIdOf(address);
  if (address === nodeId) return { ...run, nodes: { ...run.nodes, [nodeId]: node } };
  const items = { ...run.items[nodeId], [address]: node };
  return { ...run, nodes: { ...run.nodes, [nodeId]: sumUp(items) }, items: { ...run.items, [nodeId]: items } };
}

function nodeAt(run: RunView, address: string): NodeRunView | undefined {
  const nodeId = documentNodeIdOf(address);
  return address === nodeId ? run.nodes[nodeId] : run.items[nodeId]?.[address];
}

interface RecordedNode {
  nodeId: string;
  attempt: number;
  status: NodeStatus;
  port: string | null;
  costMicros: number;
}

/**
 * The view with what is stored of the run and was never told in its stream: nodes that were passed over, and what a run that
 * goes on after a decision has taken over from the one before.
 */
export function withRecorded(run: RunView, recorded: readonly RecordedNode[]): RunView {
  return recorded.reduce((view, { nodeId: address, attempt, status, port, costMicros }) => {
    if (nodeAt(view, address) !== undefined || !isNodeEnded(status)) return view;
    return placeNode(view, address, { status, attempt, ...(port === null ? {} : { port }), costMicros });
  }, run);
}

/** Every node of the view changed in the same way; what lies inside containers is summed up anew. */
function mapNodes(run: RunView, change: (node: NodeRunView) => NodeRunView): Pick<RunView, "nodes" | "items"> {
  const items = mapValues(run.items, (ofNode) => mapValues(ofNode, change));
  const nodes = mapValues(run.nodes, (node, id) => (items[id] ? sumUp(items[id]) : change(node)));
  return { nodes, items };
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
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
