import { type AGUIEvent, EventType } from "@ag-ui/core";
import { describe, expect, it } from "vitest";

import { applyEvent } from "./conversation";
import { newTurn, type Turn } from "./turn";

const startedAt = 1_790_000_000_000;
const run = { threadId: "thread-1", runId: "run-1" };
const started: AGUIEvent = { type: EventType.RUN_STARTED, ...run, timestamp: startedAt };
const finished: AGUIEvent = {
  type: EventType.RUN_FINISHED,
  ...run,
  outcome: { type: "success" },
  timestamp: startedAt + 900,
};

function opened(messageId: string, audience: "everyone" | "author" = "everyone"): AGUIEvent {
  return {
    type: EventType.TEXT_MESSAGE_START,
    messageId,
    role: "assistant",
    metadata: { signalbox: { nodeId: "n", audience } },
  };
}

function said(messageId: string, delta: string): AGUIEvent {
  return { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta };
}

function ended(messageId: string): AGUIEvent {
  return { type: EventType.TEXT_MESSAGE_END, messageId };
}

function step(type: "STEP_STARTED" | "STEP_FINISHED", more: Record<string, unknown> = {}): AGUIEvent {
  const signalbox = { nodeId: "find", kind: "knowledge-retrieval", title: "Find the policy", attempt: 1, ...more };
  return { type: EventType[type], stepName: "find", metadata: { signalbox } };
}

function called(toolCallId: string, parentMessageId: string, toolCallName = "get_order"): AGUIEvent[] {
  return [
    { type: EventType.TOOL_CALL_START, toolCallId, toolCallName, parentMessageId },
    { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: '{"order_id":' },
    { type: EventType.TOOL_CALL_ARGS, toolCallId, delta: '"A-1"}' },
    { type: EventType.TOOL_CALL_END, toolCallId },
  ];
}

function resulted(toolCallId: string, content: string, isError = false): AGUIEvent {
  return {
    type: EventType.TOOL_CALL_RESULT,
    toolCallId,
    messageId: `result-${toolCallId}`,
    role: "tool",
    content,
    metadata: { signalbox: { isError } },
  };
}

function play(events: AGUIEvent[], from: Turn = { ...newTurn("Hello"), runId: "run-1" }, earlier: string[] = []): Turn {
  return events.reduce((turn, event) => applyEvent(turn, event, new Set(earlier)), from);
}

function texts(turn: Turn): Record<string, string> {
  return Object.fromEntries(turn.messages.map((message) => [message.id, message.text]));
}

describe("applyEvent", () => {
  it("builds an answer from its pieces and keeps when it began and ended", () => {
    const turn = play([started, opened("m1"), said("m1", "Within "), said("m1", "30 days."), ended("m1"), finished]);
    expect(turn).toMatchObject({
      status: "completed",
      userText: "Hello",
      startedAtMs: startedAt,
      endedAtMs: startedAt + 900,
    });
    expect(texts(turn)).toEqual({ m1: "Within 30 days." });
  });

  it("keeps parallel messages apart, in the order in which they were opened", () => {
    const turn = play([
      started,
      opened("m1"),
      opened("m2"),
      said("m2", "b"),
      said("m1", "a"),
      said("m2", "B"),
      said("m1", "A"),
    ]);
    expect(turn.messages.map((message) => [message.id, message.text])).toEqual([
      ["m1", "aA"],
      ["m2", "bB"],
    ]);
  });

  it("leaves out what is meant for authors, and the tools that such a message calls", () => {
    const turn = play([
      started,
      opened("hidden", "author"),
      said("hidden", "thinking"),
      ...called("c1", "hidden"),
      resulted("c1", "{}"),
      opened("m1"),
      said("m1", "Hi"),
    ]);
    expect(texts(turn)).toEqual({ m1: "Hi" });
    expect(turn.messages.flatMap((message) => message.toolCalls)).toEqual([]);
  });

  it("keeps thoughts that are for the chat, apart from the answer, and forgets them when the stream begins again", () => {
    const thinking = (messageId: string, audience: string): AGUIEvent[] => [
      {
        type: EventType.REASONING_MESSAGE_START,
        messageId,
        role: "reasoning",
        metadata: { signalbox: { nodeId: "n", audience } },
      },
      { type: EventType.REASONING_MESSAGE_CONTENT, messageId, delta: "Let me " },
      { type: EventType.REASONING_MESSAGE_CONTENT, messageId, delta: "see." },
      { type: EventType.REASONING_MESSAGE_END, messageId },
    ];
    const events = [started, ...thinking("r1", "everyone"), ...thinking("r2", "author"), opened("m1"), said("m1", "A")];
    const turn = play(events);
    expect(turn.reasonings).toEqual([{ id: "r1", text: "Let me see." }]);
    expect(texts(turn)).toEqual({ m1: "A" });
    expect(play(events, turn).reasonings).toEqual(turn.reasonings);
  });

  it("takes everything in an end user's stream for the chat", () => {
    const events: AGUIEvent[] = [
      started,
      { type: EventType.TEXT_MESSAGE_START, messageId: "m1", role: "assistant" },
      said("m1", "Hi"),
      { type: EventType.TOOL_CALL_START, toolCallId: "c1", toolCallName: "search" },
    ];
    const turn = events.reduce((before, event) => applyEvent(before, event, new Set(), "end_user"), newTurn("Hello"));
    expect(turn.messages).toMatchObject([{ id: "m1", text: "Hi", toolCalls: [{ name: "search" }] }]);
  });

  it("waits where the run ends with a question", () => {
    const asking: AGUIEvent = { type: EventType.RUN_FINISHED, ...run, outcome: { type: "interrupt", interrupts: [] } };
    expect(play([started, asking]).status).toBe("waiting");
  });

  it("leaves out a message that does not say who it is for", () => {
    expect(
      play([started, { type: EventType.TEXT_MESSAGE_START, messageId: "m1", role: "assistant" }, said("m1", "x")])
        .messages,
    ).toEqual([]);
  });

  it("puts a snapshot in the place of the answer so far, without the turns before it", () => {
    const before = play([started, opened("lost"), said("lost", "half a sen"), ended("lost")]);
    const snapshot: AGUIEvent = {
      type: EventType.MESSAGES_SNAPSHOT,
      messages: [
        { id: "u0", role: "user", content: "Earlier" },
        { id: "a0", role: "assistant", content: "Earlier answer" },
        { id: "u1", role: "user", content: "Hello" },
        {
          id: "m1",
          role: "assistant",
          content: "",
          toolCalls: [{ id: "c1", type: "function", function: { name: "get_order", arguments: "{}" } }],
        },
        { id: "t1", role: "tool", content: "sent", toolCallId: "c1" },
        { id: "m2", role: "assistant", content: "It is " },
      ],
    };
    const turn = play([snapshot, said("lost", "tence"), said("m2", "on its way.")], before, ["u0", "a0"]);
    expect(texts(turn)).toEqual({ m1: "", m2: "It is on its way." });
    expect(turn.messages[0]?.toolCalls).toEqual([
      { id: "c1", name: "get_order", arguments: "{}", result: "sent", isError: false },
    ]);
    expect(turn.userText).toBe("Hello");
  });

  it("keeps that a call has failed when a snapshot repeats it", () => {
    const before = play([started, opened("m1"), ...called("c1", "m1"), resulted("c1", "Error: gone", true)]);
    const call = { id: "c1", type: "function" as const, function: { name: "get_order", arguments: "{}" } };
    const turn = play(
      [
        {
          type: EventType.MESSAGES_SNAPSHOT,
          messages: [
            { id: "m1", role: "assistant", content: "", toolCalls: [call] },
            { id: "t1", role: "tool", content: "Error: gone", toolCallId: "c1" },
          ],
        },
      ],
      before,
    );
    expect(turn.messages[0]?.toolCalls[0]).toMatchObject({ result: "Error: gone", isError: true });
  });

  it("shows a tool's arguments as they grow and its result, told apart from a failed one", () => {
    const turn = play([
      started,
      opened("m1"),
      ...called("c1", "m1"),
      ...called("c2", "m1", "get_weather"),
      resulted("c2", "Error: no city", true),
      resulted("c1", "sent"),
    ]);
    expect(turn.messages[0]?.toolCalls).toEqual([
      { id: "c1", name: "get_order", arguments: '{"order_id":"A-1"}', result: "sent", isError: false },
      { id: "c2", name: "get_weather", arguments: '{"order_id":"A-1"}', result: "Error: no city", isError: true },
    ]);
  });

  it("takes an id that a provider uses again in a later round for the later call", () => {
    const turn = play([
      started,
      opened("m1"),
      ...called("call_0", "m1"),
      resulted("call_0", "first"),
      opened("m2"),
      ...called("call_0", "m2"),
      resulted("call_0", "second"),
    ]);
    expect(turn.messages.map((message) => message.toolCalls.map((call) => [call.arguments, call.result]))).toEqual([
      [['{"order_id":"A-1"}', "first"]],
      [['{"order_id":"A-1"}', "second"]],
    ]);
  });

  it("follows a step from its start to its end and counts its cost once", () => {
    const end = step("STEP_FINISHED", { status: "completed", summary: "2 sources", durationMs: 12.5, costMicros: 40 });
    const turn = play([started, step("STEP_STARTED"), end, end, step("STEP_STARTED")]);
    expect(turn.steps).toEqual([
      {
        nodeId: "find",
        kind: "knowledge-retrieval",
        title: "Find the policy",
        attempt: 1,
        status: "completed",
        summary: "2 sources",
        error: null,
        durationMs: 12.5,
        costMicros: 40,
      },
    ]);
    expect(turn.costMicros).toBe(40);
  });

  it("keeps each attempt at a node, and no skipped node", () => {
    const turn = play([
      started,
      step("STEP_STARTED"),
      step("STEP_FINISHED", { status: "failed", error: { code: "tool_timeout", message: "Too slow." } }),
      step("STEP_STARTED", { attempt: 2 }),
      step("STEP_FINISHED", { nodeId: "other", status: "skipped" }),
    ]);
    expect(turn.steps.map(({ attempt, status, error }) => ({ attempt, status, error }))).toEqual([
      { attempt: 1, status: "failed", error: "Too slow." },
      { attempt: 2, status: "running", error: null },
    ]);
  });

  it("keeps what was said when the run is stopped, and shows no step as running", () => {
    const cancelled: AGUIEvent = { type: EventType.RUN_FINISHED, ...run, outcome: { type: "cancelled" } };
    const turn = play([started, step("STEP_STARTED"), opened("m1"), said("m1", "Half"), cancelled]);
    expect(turn).toMatchObject({ status: "cancelled", steps: [{ status: "cancelled" }] });
    expect(texts(turn)).toEqual({ m1: "Half" });
  });

  it("keeps the reason when the run fails", () => {
    const turn = play([
      started,
      { type: EventType.RUN_ERROR, code: "tool_timeout", message: "The service took too long." },
    ]);
    expect(turn).toMatchObject({
      status: "failed",
      error: { code: "tool_timeout", message: "The service took too long." },
    });
  });

  it("ignores a message, a call and anything else that is announced twice", () => {
    const events = [started, opened("m1"), said("m1", "Once"), ...called("c1", "m1"), resulted("c1", "sent")];
    const turn = play(events);
    expect(
      play(
        [
          opened("m1"),
          { type: EventType.TOOL_CALL_START, toolCallId: "c1", toolCallName: "get_order", parentMessageId: "m1" },
          resulted("c1", "again"),
        ],
        turn,
      ),
    ).toEqual(turn);
  });

  it("changes nothing after the end, nor for what is unknown", () => {
    const turn = play([started, opened("m1"), said("m1", "Done"), finished]);
    const late: AGUIEvent[] = [
      said("m1", " more"),
      opened("m2"),
      step("STEP_STARTED"),
      resulted("c9", "x"),
      { type: EventType.RUN_ERROR, message: "late" },
    ];
    expect(play(late, turn)).toBe(turn);
    const open = play([started]);
    expect(
      play(
        [said("m9", "x"), ...called("c9", "m9"), resulted("c9", "x"), { type: EventType.CUSTOM, name: "x", value: 1 }],
        open,
      ),
    ).toEqual(open);
  });

  it("begins again when the stream is read again from its beginning", () => {
    const events = [
      started,
      step("STEP_FINISHED", { status: "completed", costMicros: 5 }),
      opened("m1"),
      said("m1", "Same"),
    ];
    expect(play(events, play(events))).toEqual(play(events));
  });
});
