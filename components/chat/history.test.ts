import { describe, expect, it } from "vitest";

import { turnsOfHistory, withLiveTurn } from "./history";
import { newTurn, type Turn } from "./turn";
import type { SessionDetail } from "./types";

type Run = SessionDetail["runs"][number];
type Message = SessionDetail["messages"][number];

const at = new Date("2026-11-21T06:00:00Z");

function run(id: string, more: Partial<Run> = {}): Run {
  const figures = { costMicros: 0, inputTokens: 0, outputTokens: 0 };
  return {
    id,
    rootRunId: id,
    status: "completed",
    userMessageId: null,
    error: null,
    ...figures,
    createdAt: at,
    startedAt: at,
    endedAt: at,
    steps: [],
    reasonings: [],
    variants: null,
    ...more,
  };
}

function message(seq: number, role: Message["role"], content: string, more: Partial<Message> = {}): Message {
  return {
    id: `m${seq}`,
    seq,
    role,
    content,
    runId: "run-1",
    toolCalls: [],
    toolCallId: null,
    isError: false,
    attachments: [],
    variants: null,
    createdAt: at,
    ...more,
  };
}

describe("turnsOfHistory", () => {
  it("makes one turn of each run, with what was said and answered in it", () => {
    const turns = turnsOfHistory({
      runs: [
        run("run-1", { userMessageId: "m1" }),
        run("run-2", {
          userMessageId: "m3",
          status: "failed",
          error: { code: "tool_timeout", message: "Too slow." },
        }),
      ],
      messages: [
        message(1, "user", "Hello"),
        message(2, "assistant", "Hi"),
        message(3, "user", "And now?", { runId: "run-2" }),
      ],
    });
    expect(
      turns.map(({ userText, messages, error }) => ({
        userText,
        texts: messages.map(({ text }) => text),
        error: error?.message,
      })),
    ).toEqual([
      { userText: "Hello", texts: ["Hi"], error: undefined },
      { userText: "And now?", texts: [], error: "Too slow." },
    ]);
  });

  it("shows a message that is answered again with the answer that is shown, and a resumed run without it", () => {
    const variants = { shown: 1, all: [2, 3].map((seq) => ({ seq, isEnd: false })) };
    const turns = turnsOfHistory({
      runs: [
        run("run-2", { userMessageId: "m1", variants, reasonings: [{ id: "r", text: "Hm" }] }),
        run("run-3", { userMessageId: "m1", rootRunId: "run-2" }),
      ],
      messages: [
        message(1, "user", "Hello"),
        message(3, "assistant", "Better", { runId: "run-2" }),
        message(4, "assistant", "Done", { runId: "run-3" }),
      ],
    });
    expect(turns).toMatchObject([
      { userText: "Hello", userMessageId: "m1", answerVariants: variants, reasonings: [{ text: "Hm" }] },
      { userText: null, messages: [{ text: "Done" }] },
    ]);
  });

  it("gives each call the result of its own round when a provider numbers its calls anew", () => {
    const toolCalls = [{ id: "call_0", name: "get_order", arguments: "{}" }];
    const [turn] = turnsOfHistory({
      runs: [run("run-1")],
      messages: [
        message(1, "user", "Hello"),
        message(2, "assistant", "", { toolCalls }),
        message(3, "tool", "first", { toolCallId: "call_0" }),
        message(4, "assistant", "", { toolCalls }),
        message(5, "tool", "Error: gone", { toolCallId: "call_0", isError: true }),
      ],
    });
    expect(turn?.messages.map(({ toolCalls: [call] }) => [call?.result, call?.isError])).toEqual([
      ["first", false],
      ["Error: gone", true],
    ]);
  });
});

describe("withLiveTurn", () => {
  const stored: Turn[] = turnsOfHistory({
    runs: [run("run-1"), run("run-2", { userMessageId: "m1", status: "running", endedAt: null })],
    messages: [message(1, "user", "Stored", { runId: "run-2" })],
  });
  const live: Turn = {
    ...newTurn("Sent"),
    runId: "run-2",
    status: "running",
    messages: [{ id: "a", text: "Now", toolCalls: [] }],
  };

  it("adds a turn that is not stored yet", () => {
    expect(withLiveTurn(stored, { ...live, runId: null })).toHaveLength(3);
    expect(withLiveTurn(stored, { ...live, runId: "run-3" }).at(-1)?.userText).toBe("Sent");
  });

  it("shows what takes the place of a turn instead of it and of what followed, until it is stored", () => {
    const three = turnsOfHistory({ runs: [run("run-1"), run("run-2"), run("run-3")], messages: [] });
    const again = { ...newTurn("Said differently"), replacesRunId: "run-2" };
    expect(withLiveTurn(three, again).map((turn) => turn.runId)).toEqual(["run-1", null]);
    const shown = turnsOfHistory({ runs: [run("run-1"), run("run-4", { status: "running" })], messages: [] });
    expect(withLiveTurn(shown, { ...again, runId: "run-4" }).map((turn) => turn.runId)).toEqual(["run-1", "run-4"]);
  });

  it("shows what streams in the place of a stored turn that has not ended", () => {
    const shown = withLiveTurn(stored, live);
    expect(shown).toHaveLength(2);
    expect(shown.at(-1)).toMatchObject({ userText: "Stored", messages: [{ text: "Now" }] });
  });

  it("shows the stored turn as soon as it has its end", () => {
    const ended = turnsOfHistory({ runs: [run("run-2")], messages: [] });
    expect(withLiveTurn(ended, live)).toBe(ended);
  });
});
