import { describe, expect, it } from "vitest";
import type { RunEvent } from "./events";
import { closingEvents, findOpenPieces } from "./open-pieces";

const node: Extract<RunEvent, { type: "node.started" }> = {
  type: "node.started",
  nodeId: "ask",
  kind: "llm",
  title: "Ask",
  attempt: 1,
};
const subagent: Extract<RunEvent, { type: "subagent.started" }> = {
  type: "subagent.started",
  subagentRunId: "s1",
  nodeId: "ask",
  name: "payer",
  toolCallId: "c0",
};
const begun: RunEvent[] = [
  { type: "run.started", inputs: {} },
  node,
  { type: "reasoning.started", messageId: "r1", nodeId: "ask", audience: "author" },
  { type: "reasoning.delta", messageId: "r1", audience: "author", delta: "Hm" },
  { type: "text.started", messageId: "m1", nodeId: "ask", audience: "everyone" },
  { type: "text.delta", messageId: "m1", audience: "everyone", delta: "Half " },
  { type: "text.delta", messageId: "m1", audience: "everyone", delta: "said" },
  { type: "tool.started", toolCallId: "c1", name: "get_order", nodeId: "ask" },
  subagent,
];

describe("findOpenPieces", () => {
  it("finds messages with their text so far, thoughts, calls and nodes that have not ended", () => {
    expect(findOpenPieces(begun)).toEqual({
      messages: [{ messageId: "m1", nodeId: "ask", audience: "everyone", text: "Half said" }],
      reasonings: [{ messageId: "r1", nodeId: "ask", audience: "author" }],
      toolCalls: [{ toolCallId: "c1", name: "get_order", nodeId: "ask" }],
      subagents: [subagent],
      nodes: [node],
    });
  });

  it("finds nothing once the events that close them have been said", () => {
    const closing = closingEvents(findOpenPieces(begun), "cancelled");
    expect(closing.map((event) => event.type)).toEqual([
      "reasoning.ended",
      "text.ended",
      "tool.ended",
      "subagent.finished",
      "node.finished",
    ]);
    expect(findOpenPieces([...begun, ...closing])).toEqual({
      messages: [],
      reasonings: [],
      toolCalls: [],
      subagents: [],
      nodes: [],
    });
  });
});
