import { HttpAgent, verifyEvents } from "@ag-ui/client";
import { EventType, type AGUIEvent } from "@ag-ui/core";
import { EventSchema } from "@ag-ui/core/schemas";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LoggedEvent, RunEvent } from "../run/events";
import { logOf, runLogs, secrets } from "./run-log.fixture";
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
    if (event.type === EventType.TOOL_CALL_ARGS)
      texts[event.toolCallId] = (texts[event.toolCallId] ?? "") + event.delta;
  }
  return texts;
}

/** Folds each message's deltas into one event at the number of the last, as the log does when a message has ended. */
function fold(log: LoggedEvent[]): LoggedEvent[] {
  const keyOf = (event: RunEvent) =>
    event.type === "text.delta" ? event.messageId : event.type === "tool.args" ? event.toolCallId : undefined;
  return log.flatMap((logged) => {
    const key = keyOf(logged.event);
    if (key === undefined || (logged.event.type !== "text.delta" && logged.event.type !== "tool.args")) return [logged];
    const pieces = log.filter((other) => keyOf(other.event) === key);
    if (pieces.at(-1) !== logged) return [];
    let delta = "";
    const parts = pieces.map((piece) => {
      if (piece.event.type === "text.delta" || piece.event.type === "tool.args") delta += piece.event.delta;
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
        expect(stream).not.toContain("signalbox");
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
          event.type !== EventType.TEXT_MESSAGE_CONTENT && event.type !== EventType.TOOL_CALL_ARGS;
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
