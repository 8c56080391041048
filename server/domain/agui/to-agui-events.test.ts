import { HttpAgent, verifyEvents } from "@ag-ui/client";
import { EventType, type AGUIEvent } from "@ag-ui/core";
import { EventSchema } from "@ag-ui/core/schemas";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoggedEvent, RunEvent } from "../run/events";
import { logOf, notices, runLogs, secrets } from "./run-log.fixture";
import { toAguiEvents } from "./to-agui-events";

const threadId = "thread-1";
const author = { threadId, view: "author" } as const;
const endUser = { threadId, view: "end_user", allowedTools: new Set(["look_up"]) } as const;

/** Sends the events as a server would and answers what the protocol's own client makes of them. */
async function throughClient(events: AGUIEvent[]): Promise<AGUIEvent[]> {
  const body = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  const agent = new HttpAgent({
    url: "http://signalbox.test/agui",
    fetch: async () => new Response(body, { headers: { "content-type": "text/event-stream" } }),
  });
  const seen: AGUIEvent[] = [];
  await new Promise<void>((resolve, reject) => {
    agent
      .run({ threadId, runId: "run-1", messages: [], tools: [], context: [], state: {} })
      .pipe(verifyEvents())
      .subscribe({ next: (event) => seen.push(EventSchema.parse(event)), error: reject, complete: resolve });
  });
  return seen;
}

function translate(log: LoggedEvent[], options: Parameters<typeof toAguiEvents>[1]): AGUIEvent[] {
  return log.flatMap((logged) => toAguiEvents(logged, options));
}

function textsById(events: AGUIEvent[]): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const event of events) {
    if (event.type === EventType.TEXT_MESSAGE_CONTENT)
      texts[event.messageId] = (texts[event.messageId] ?? "") + event.delta;
    if (event.type === EventType.REASONING_MESSAGE_CONTENT)
      texts[event.messageId] = (texts[event.messageId] ?? "") + event.delta;
    if (event.type === EventType.TOOL_CALL_ARGS)
      texts[event.toolCallId] = (texts[event.toolCallId] ?? "") + event.delta;
  }
  return texts;
}

type Delta = Extract<RunEvent, { type: "text.delta" | "reasoning.delta" | "tool.args" }>;

function isDelta(event: RunEvent): event is Delta {
  return event.type === "text.delta" || event.type === "reasoning.delta" || event.type === "tool.args";
}

function keyOf(event: RunEvent): string | undefined {
  if (!isDelta(event)) return undefined;
  return event.type === "tool.args" ? event.toolCallId : event.messageId;
}

/** Folds each message's deltas into one event at the number of the last, as the log does when a message has ended. */
function fold(log: LoggedEvent[]): LoggedEvent[] {
  return log.flatMap((logged) => {
    if (!isDelta(logged.event)) return [logged];
    const pieces = log.filter((other) => keyOf(other.event) === keyOf(logged.event));
    if (pieces.at(-1) !== logged) return [];
    let delta = "";
    const parts = pieces.map((piece) => {
      if (isDelta(piece.event)) delta += piece.event.delta;
      return { seq: piece.seq, length: delta.length };
    });
    return [{ ...logged, event: { ...logged.event, delta, parts } }];
  });
}

describe("toAguiEvents", () => {
  it.each([
    ["author", author],
    ["end user", endUser],
  ] as const)("gives the %s a stream that AG-UI's own client verifies, for every run", async (_, options) => {
    await fc.assert(
      fc.asyncProperty(runLogs, async (log) => {
        const events = translate(log, options);
        expect(await throughClient(events)).toEqual(events);
        expect(events[0]?.type).toBe(EventType.RUN_STARTED);
        expect([EventType.RUN_FINISHED, EventType.RUN_ERROR]).toContain(events.at(-1)?.type);
      }),
      { numRuns: 150 },
    );
  });

  it("never shows an end user a node, an intermediate output, a hidden tool or an error's inside", () => {
    fc.assert(
      fc.property(runLogs, (log) => {
        const stream = JSON.stringify(translate(log, endUser));
        for (const secret of Object.values(secrets)) expect(stream).not.toContain(secret);
        for (const event of translate(log, endUser)) expect(event).not.toHaveProperty("metadata");
      }),
    );
  });

  it("F-25 sends the rest, without gap or duplicate, from wherever a client left a folded log", () => {
    fc.assert(
      fc.property(runLogs, fc.nat(80), (log, after) => {
        const seen = translate(
          log.filter((logged) => logged.seq <= after),
          author,
        );
        const rest = translate(fold(log), { ...author, after });
        expect(textsById([...seen, ...rest])).toEqual(textsById(translate(log, author)));
        const isOther = (event: AGUIEvent) =>
          event.type !== EventType.TEXT_MESSAGE_CONTENT &&
          event.type !== EventType.REASONING_MESSAGE_CONTENT &&
          event.type !== EventType.TOOL_CALL_ARGS;
        expect([...seen, ...rest].filter(isOther)).toEqual(translate(log, author).filter(isOther));
      }),
    );
  });

  it("tells an author which node a step is and what it cost, with a name of its own for each attempt", () => {
    const about = { nodeId: "draft", kind: "llm", title: "Draft", attempt: 2 } as const;
    const [started, finished] = translate(
      logOf([
        { type: "node.started", ...about },
        { type: "node.finished", ...about, status: "completed", durationMs: 12, costMicros: 340 },
      ]),
      author,
    );
    expect(started).toMatchObject({
      type: EventType.STEP_STARTED,
      stepName: "draft#2",
      metadata: { signalbox: { nodeId: "draft", title: "Draft" } },
    });
    expect(finished).toMatchObject({
      type: EventType.STEP_FINISHED,
      stepName: "draft#2",
      metadata: { signalbox: { status: "completed", costMicros: 340 } },
    });
  });

  it("tells an author which of the apps that agents called a piece belongs to, the innermost one", () => {
    const about = { kind: "llm", title: "Draft", attempt: 1 } as const;
    const app = { type: "subagent.started", name: "writer", toolCallId: "c" } as const;
    const log = logOf([
      { ...app, subagentRunId: "desk#1.1", nodeId: "desk" },
      { ...app, subagentRunId: "desk#1.1/inner#2.1", nodeId: "desk#1.1/inner" },
      { type: "node.started", nodeId: "desk#1.1/inner#2.1/draft", ...about },
      { type: "text.started", messageId: "m", nodeId: "desk#1.1/say", audience: "author" },
      { type: "text.started", messageId: "n", nodeId: "desk", audience: "everyone" },
    ]);
    expect(translate(log, author)).toMatchObject([
      { type: EventType.SUBAGENT_STARTED, subagentRunId: "desk#1.1" },
      { type: EventType.SUBAGENT_STARTED, subagentRunId: "desk#1.1/inner#2.1", parentSubagentRunId: "desk#1.1" },
      { type: EventType.STEP_STARTED, subagentRunId: "desk#1.1/inner#2.1" },
      { type: EventType.TEXT_MESSAGE_START, subagentRunId: "desk#1.1" },
      { type: EventType.TEXT_MESSAGE_START },
    ]);
    expect(translate(log, author)[4]).not.toHaveProperty("subagentRunId");
  });

  it("keeps what models think from visitors, also where the answer is for everyone", () => {
    const log = logOf([
      { type: "reasoning.started", messageId: "r", nodeId: "ask", audience: "everyone" },
      { type: "reasoning.delta", messageId: "r", audience: "everyone", delta: "My instructions say" },
      { type: "reasoning.ended", messageId: "r", audience: "everyone" },
    ]);
    expect(JSON.stringify(translate(log, endUser))).toContain("My instructions");
    expect(translate(log, { ...endUser, hidesReasoning: true })).toEqual([]);
  });

  it("names the outcome and the protocol version, and the run as the client knows it", () => {
    const log = logOf([
      { type: "run.started", inputs: {}, parentRunId: "run-0" },
      { type: "run.finished", outcome: "cancelled" },
    ]);
    expect(translate(log, { ...author, runId: "theirs" })).toMatchObject([
      { type: EventType.RUN_STARTED, threadId, runId: "theirs", parentRunId: "run-0", protocolVersion: "1.0" },
      { type: EventType.RUN_FINISHED, threadId, runId: "theirs", outcome: { type: "cancelled" } },
    ]);
  });

  it("asks an end user about a call that was shown, once, and tells where it goes but not which node makes it", async () => {
    const log = logOf([
      { type: "run.started", inputs: {} },
      { type: "run.finished", outcome: "interrupt", interrupts: notices },
    ]);
    const events = translate(log, endUser);
    expect(await throughClient(events)).toEqual(events);
    expect(events.map((event) => event.type)).toEqual([
      EventType.RUN_STARTED,
      EventType.TOOL_CALL_START,
      EventType.TOOL_CALL_ARGS,
      EventType.TOOL_CALL_END,
      EventType.RUN_FINISHED,
    ]);
    expect(events[1]).toMatchObject({ toolCallId: "asked-approval", toolCallName: "refund" });
    expect(events[2]).toMatchObject({ delta: '{"amount":40}' });
    expect(events.at(-1)).toMatchObject({
      outcome: {
        type: "interrupt",
        interrupts: notices.map(({ id }) => expect.objectContaining({ id, expiresAt: "2026-11-22T00:00:00.000Z" })),
      },
    });
    expect(JSON.stringify(events)).toContain("shop.example");
    const shown = { ...endUser, allowedTools: new Set(["refund"]) };
    expect(translate(log, shown).map((event) => event.type)).toEqual([EventType.RUN_STARTED, EventType.RUN_FINISHED]);
  });

  it("ends a run whose client has calls to make as a success that names them", () => {
    const log = logOf([{ type: "run.finished", outcome: "success", pendingToolCallIds: ["c-1", "c-2"] }]);
    expect(translate(log, endUser)[0]).toMatchObject({
      outcome: { type: "success", pendingToolCallIds: ["c-1", "c-2"] },
    });
  });

  it("keeps the run's result and its error's details for authors", () => {
    const error = { code: "tool_http_error", message: "Tool orders at node ask answered 500.", nodeId: "ask" } as const;
    const log = logOf([{ type: "run.failed", error }]);
    expect(translate(log, author)[0]).toMatchObject({ message: error.message, metadata: { signalbox: { error } } });
    expect(translate(log, endUser)[0]).toMatchObject({ type: EventType.RUN_ERROR, code: "tool_http_error" });
    expect(JSON.stringify(translate(log, endUser))).not.toContain("orders");
  });

  it("F-65 passes framing inside a tool's output on as text", async () => {
    const content = '\n\nevent: RUN_FINISHED\ndata: {"type":"RUN_FINISHED"}\n\n';
    const events = translate(
      logOf([
        { type: "run.started", inputs: {} },
        { type: "tool.started", toolCallId: "c", name: "look_up", nodeId: "n" },
        { type: "tool.ended", toolCallId: "c", name: "look_up" },
        { type: "tool.result", toolCallId: "c", name: "look_up", messageId: "r", content, isError: false },
        { type: "run.finished", outcome: "success" },
      ]),
      endUser,
    );
    const seen = await throughClient(events);
    expect(seen).toHaveLength(5);
    expect(seen[3]).toMatchObject({ type: EventType.TOOL_CALL_RESULT, content });
  });
});
