import type { Audience, RunEvent } from "./events";
import type { NodeStatus } from "./status";

/** What a run has begun in its stream and not ended: as it lies after a crash, a stop or a failure. */
export interface OpenPieces {
  messages: { messageId: string; nodeId: string; audience: Audience; text: string }[];
  /** What models were thinking; it is never gone on with. */
  reasonings: { messageId: string; nodeId: string; audience: Audience }[];
  toolCalls: { toolCallId: string; name: string; nodeId: string }[];
  /** Apps that agents called. */
  subagents: Extract<RunEvent, { type: "subagent.started" }>[];
  nodes: Extract<RunEvent, { type: "node.started" }>[];
}

/** Finds what is open in the events of one run, given in order. */
export function findOpenPieces(events: Iterable<RunEvent>): OpenPieces {
  const messages = new Map<string, OpenPieces["messages"][number]>();
  const reasonings = new Map<string, OpenPieces["reasonings"][number]>();
  const toolCalls = new Map<string, OpenPieces["toolCalls"][number]>();
  const subagents = new Map<string, OpenPieces["subagents"][number]>();
  const nodes = new Map<string, OpenPieces["nodes"][number]>();
  for (const event of events) {
    if (event.type === "text.started") {
      messages.set(event.messageId, {
        messageId: event.messageId,
        nodeId: event.nodeId,
        audience: event.audience,
        text: "",
      });
    } else if (event.type === "text.delta") {
      const message = messages.get(event.messageId);
      if (message) message.text += event.delta;
    } else if (event.type === "text.ended") {
      messages.delete(event.messageId);
    } else if (event.type === "reasoning.started") {
      const { messageId, nodeId, audience } = event;
      reasonings.set(messageId, { messageId, nodeId, audience });
    } else if (event.type === "reasoning.ended") {
      reasonings.delete(event.messageId);
    } else if (event.type === "tool.started") {
      toolCalls.set(event.toolCallId, { toolCallId: event.toolCallId, name: event.name, nodeId: event.nodeId });
    } else if (event.type === "tool.ended") {
      toolCalls.delete(event.toolCallId);
    } else if (event.type === "subagent.started") {
      subagents.set(event.subagentRunId, event);
    } else if (event.type === "subagent.finished") {
      subagents.delete(event.subagentRunId);
    } else if (event.type === "node.started") {
      nodes.set(`${event.nodeId}:${event.attempt}`, event);
    } else if (event.type === "node.finished") {
      nodes.delete(`${event.nodeId}:${event.attempt}`);
    }
  }
  return {
    messages: [...messages.values()],
    reasonings: [...reasonings.values()],
    toolCalls: [...toolCalls.values()],
    subagents: [...subagents.values()].reverse(),
    nodes: [...nodes.values()],
  };
}

/** The events that end what is open, in an order that clients accept: what was said first, then the nodes that said it. */
export function closingEvents(open: OpenPieces, nodeStatus: NodeStatus): RunEvent[] {
  return [
    ...open.reasonings.map((reasoning): RunEvent => ({
      type: "reasoning.ended",
      messageId: reasoning.messageId,
      audience: reasoning.audience,
    })),
    ...open.messages.map((message): RunEvent => ({
      type: "text.ended",
      messageId: message.messageId,
      audience: message.audience,
    })),
    ...open.toolCalls.map((call): RunEvent => ({ type: "tool.ended", toolCallId: call.toolCallId, name: call.name })),
    ...open.subagents.map((subagent): RunEvent => ({
      type: "subagent.finished",
      subagentRunId: subagent.subagentRunId,
      outcome: nodeStatus === "waiting" ? "suspended" : "failed",
    })),
    ...open.nodes.map((node): RunEvent => ({
      type: "node.finished",
      nodeId: node.nodeId,
      kind: node.kind,
      title: node.title,
      attempt: node.attempt,
      status: nodeStatus,
      durationMs: 0,
      costMicros: 0,
    })),
  ];
}
