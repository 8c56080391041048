import fc from "fast-check";
import type { InterruptNotice } from "../interrupts/interrupt";
import type { LoggedEvent, RunEvent } from "../run/events";

/** Strings that stand for what an end user must never read. */
export const secrets = {
  nodeId: "canary-node-7f3a",
  title: "canary-title-91bc",
  intermediate: "canary-intermediate-2e5d",
  result: "canary-result-c8d1",
  error: "canary-error-44aa",
  hiddenTool: "canary_tool_0b6e",
  inputs: "canary-inputs-6d20",
  system: "canary-system-5c1f",
  state: "canary-state-e07b",
  thought: "canary-thought-1d93",
  subagent: "canary-subagent-f6c2",
  parentRun: "canary-parent-run-a85e",
} as const;

export function logOf(events: RunEvent[], runId = "run-1"): LoggedEvent[] {
  return events.map((event, index) => ({
    seq: index + 1,
    runId,
    at: new Date(1_790_000_000_000 + index).toISOString(),
    event,
  }));
}

const words = fc.array(fc.string({ unit: "grapheme", maxLength: 6 }), { maxLength: 4 });

function textOf(
  id: string,
  audience: "everyone" | "author",
  deltas: string[],
  nodeId: string = secrets.nodeId,
): RunEvent[] {
  const said = audience === "author" ? [...deltas, secrets.intermediate] : deltas;
  return [
    { type: "text.started", messageId: `message-${id}`, nodeId, audience },
    ...said.map((delta): RunEvent => ({ type: "text.delta", messageId: `message-${id}`, audience, delta })),
    { type: "text.ended", messageId: `message-${id}`, audience },
  ];
}

function reasoningOf(id: string, audience: "everyone" | "author", deltas: string[]): RunEvent[] {
  const thought = audience === "author" ? [...deltas, secrets.thought] : deltas;
  const about = { messageId: `reasoning-${id}`, audience };
  return [
    { type: "reasoning.started", ...about, nodeId: secrets.nodeId },
    ...thought.map((delta): RunEvent => ({ type: "reasoning.delta", ...about, delta })),
    { type: "reasoning.ended", ...about },
  ];
}

/** The address of an agent's call. */
function subagentOf(id: string): string {
  return `${secrets.nodeId}-${id}#1.1`;
}

function appOf(id: string, outcome: "success" | "suspended" | "failed", inner: RunEvent[]): RunEvent[] {
  const subagentRunId = subagentOf(id);
  const error = { code: "tool_unreachable" as const, message: secrets.error };
  return [
    {
      type: "subagent.started",
      subagentRunId,
      nodeId: `${secrets.nodeId}#1.1`,
      name: secrets.subagent,
      toolCallId: `call-${id}`,
    },
    ...inner,
    {
      type: "subagent.finished",
      subagentRunId,
      outcome,
      ...(outcome === "suspended" ? { interruptIds: [`interrupt-${id}`] } : {}),
      ...(outcome === "failed" ? { error } : {}),
    },
  ];
}

function callOf(id: string, name: string, deltas: string[], hasResult: boolean): RunEvent[] {
  const toolCallId = `call-${id}`;
  const content = name === secrets.hiddenTool ? secrets.intermediate : "done";
  const result: RunEvent = {
    type: "tool.result",
    toolCallId,
    name,
    messageId: `result-${id}`,
    content,
    isError: false,
  };
  return [
    { type: "tool.started", toolCallId, name, nodeId: secrets.nodeId, parentMessageId: `message-${id}` },
    ...[...deltas, content].map((delta): RunEvent => ({ type: "tool.args", toolCallId, name, delta })),
    { type: "tool.ended", toolCallId, name },
    ...(hasResult ? [result] : []),
  ];
}

/** The pieces that one node attempt may produce, one after the other, inside its start and end. */
const work = fc.oneof(
  fc.record({
    kind: fc.constant("text" as const),
    audience: fc.constantFrom("everyone" as const, "author" as const),
    deltas: words,
  }),
  fc.record({
    kind: fc.constant("call" as const),
    name: fc.constantFrom("ui.choose", "look_up", secrets.hiddenTool),
    deltas: words,
    hasResult: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("reasoning" as const),
    audience: fc.constantFrom("everyone" as const, "author" as const),
    deltas: words,
  }),
  fc.record({
    kind: fc.constant("subagent" as const),
    outcome: fc.constantFrom("success" as const, "suspended" as const, "failed" as const),
    deltas: words,
  }),
  fc.record({ kind: fc.constant("snapshot" as const) }),
  fc.record({ kind: fc.constant("state" as const) }),
);

type ValueOf<Values> = Values extends fc.Arbitrary<infer Value> ? Value : never;

/** What one piece of work is in the log; `id` is its place. */
function eventsOf(piece: ValueOf<typeof work>, id: string): RunEvent[] {
  switch (piece.kind) {
    case "text":
      return textOf(id, piece.audience, piece.deltas);
    case "reasoning":
      return reasoningOf(id, piece.audience, piece.deltas);
    case "call":
      return callOf(id, piece.name, piece.deltas, piece.hasResult);
    case "subagent":
      return appOf(id, piece.outcome, textOf(`${id}-inner`, "author", piece.deltas, `${subagentOf(id)}/say`));
    case "snapshot":
      return [snapshot];
    case "state":
      return [{ type: "state.snapshot", state: { kept: secrets.state } }];
  }
}

/** A question of each kind, about the call of a tool that is not shown otherwise. */
export const notices: InterruptNotice[] = (["approval", "uncertain_call", "form"] as const).map((kind) => ({
  id: `interrupt-${kind}`,
  kind,
  nodeId: `${secrets.nodeId}#1.1`,
  reason: kind === "form" ? "input_required" : "tool_call",
  message: "May this be done?",
  ...(kind === "form" ? {} : { toolCallId: `asked-${kind}`, toolName: "refund", host: "shop.example", method: "POST" }),
  proposal: { amount: 40 },
  responseSchema: { type: "object" },
  expiresAt: "2026-11-22T00:00:00.000Z",
}));

const attempts = fc.array(fc.array(work, { maxLength: 4 }), { minLength: 1, maxLength: 3 });

const snapshot: RunEvent = {
  type: "messages.snapshot",
  messages: [
    { id: "m-0", role: "system", content: secrets.system },
    { id: "m-1", role: "user", content: "Hello" },
    {
      id: "m-2",
      role: "assistant",
      content: "",
      toolCalls: [{ id: "c-1", name: secrets.hiddenTool, arguments: "{}" }],
    },
    { id: "m-3", role: "tool", content: secrets.intermediate, toolCallId: "c-1" },
    { id: "m-4", role: "assistant", content: "Hi", toolCalls: [{ id: "c-2", name: "ui.choose", arguments: "{}" }] },
    { id: "m-5", role: "tool", content: "blue", toolCallId: "c-2" },
  ],
};

function nodeLog(node: number, tries: ValueOf<typeof attempts>): RunEvent[] {
  const about = { nodeId: `${secrets.nodeId}-${node}`, kind: "agent" as const, title: secrets.title };
  return tries.flatMap((pieces, index): RunEvent[] => [
    { type: "node.started", ...about, attempt: index + 1 },
    ...pieces.flatMap((piece, order) => eventsOf(piece, `${node}-${index}-${order}`)),
    {
      type: "node.finished",
      ...about,
      attempt: index + 1,
      status: index + 1 < tries.length ? "failed" : "completed",
      durationMs: 5,
      costMicros: 7,
      summary: secrets.intermediate,
    },
  ]);
}

/** Logs of whole runs: parallel nodes interleaved at random, retried attempts, every ending. */
export const runLogs: fc.Arbitrary<LoggedEvent[]> = fc
  .record({
    nodes: fc.array(attempts, { minLength: 1, maxLength: 3 }),
    picks: fc.infiniteStream(fc.nat(2)),
    ending: fc.constantFrom("success" as const, "cancelled" as const, "failed" as const, "interrupt" as const),
    cut: fc.nat(60),
  })
  .map(({ nodes, picks, ending, cut }) => {
    const queues = nodes.map((tries, index) => nodeLog(index, tries));
    const middle: RunEvent[] = [];
    for (const pick of picks) {
      const open = queues.filter((queue) => queue.length > 0);
      const next = open[pick % Math.max(open.length, 1)]?.shift();
      if (!next) break;
      middle.push(next);
    }
    const start: RunEvent = { type: "run.started", inputs: secrets.inputs, parentRunId: secrets.parentRun };
    if (ending === "failed") {
      const error = { code: "tool_unreachable" as const, message: secrets.error, nodeId: secrets.nodeId };
      return logOf([start, ...middle.slice(0, cut), { type: "run.failed", error }]);
    }
    if (ending === "interrupt")
      return logOf([start, ...middle, { type: "run.finished", outcome: ending, interrupts: notices }]);
    return logOf([start, ...middle, { type: "run.finished", outcome: ending, result: secrets.result }]);
  });
