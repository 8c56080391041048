import { type AGUIEvent, contentToText, EventType, type Message } from "@ag-ui/core";
import { z } from "zod";

import type { AguiView } from "@/server/domain/agui/view";
import { isNodeEnded, isTerminal, nodeStatuses, type RunStatus } from "@/server/domain/run/status";
import { nodeKinds } from "@/server/domain/workflow/schema";

import type { AnswerMessage, StepLine, ToolCallView, Turn } from "./turn";

/** What the author's view of the stream says beside AG-UI's own fields. */
const stepSchema = z.object({
  signalbox: z.object({
    nodeId: z.string(),
    kind: z.enum(nodeKinds),
    title: z.string(),
    attempt: z.int(),
    status: z.enum(nodeStatuses).default("running"),
    summary: z.string().nullish(),
    error: z.object({ message: z.string() }).nullish(),
    durationMs: z.number().nullish(),
    costMicros: z.number().default(0),
  }),
});
const messageSchema = z.object({ signalbox: z.object({ audience: z.enum(["everyone", "author"]) }) });
const resultSchema = z.object({ signalbox: z.object({ isError: z.boolean() }) });

/**
 * The turn after one more event of its run's stream. Only what is meant for the chat is taken: messages for authors alone and
 * the tools they call are left out. An event that was seen before, or about something unknown, changes nothing; after the
 * terminal event nothing does. `earlierIds` are the messages of the turns before, which a snapshot repeats. The stream of an end
 * user has nothing that is for authors, and does not say who anything is for.
 */
export function applyEvent(
  turn: Turn,
  event: AGUIEvent,
  earlierIds: ReadonlySet<string>,
  view: AguiView = "author",
): Turn {
  if (event.type === EventType.RUN_STARTED) return begin(turn, event.timestamp);
  if (isTerminal(turn.status)) return turn;
  switch (event.type) {
    case EventType.STEP_STARTED:
    case EventType.STEP_FINISHED:
      return applyStep(turn, event.metadata);
    case EventType.TEXT_MESSAGE_START:
      return isForChat(event.metadata, view) ? openMessage(turn, event.messageId) : turn;
    case EventType.TEXT_MESSAGE_CONTENT:
      return changeMessage(turn, event.messageId, (message) => ({ ...message, text: message.text + event.delta }));
    case EventType.REASONING_MESSAGE_START:
      return isForChat(event.metadata, view) ? openReasoning(turn, event.messageId) : turn;
    case EventType.REASONING_MESSAGE_CONTENT:
      return addThought(turn, event.messageId, event.delta);
    case EventType.TOOL_CALL_START:
      return openToolCall(turn, view === "author" ? event.parentMessageId : turn.messages.at(-1)?.id, {
        id: event.toolCallId,
        name: event.toolCallName,
      });
    case EventType.TOOL_CALL_ARGS:
      return changeToolCall(turn, event.toolCallId, (call) => ({ ...call, arguments: call.arguments + event.delta }));
    case EventType.TOOL_CALL_RESULT: {
      const isError = resultSchema.safeParse(event.metadata).data?.signalbox.isError ?? false;
      return changeToolCall(turn, event.toolCallId, (call) => ({
        ...call,
        result: contentToText(event.content) ?? "",
        isError,
      }));
    }
    case EventType.MESSAGES_SNAPSHOT:
      return { ...turn, messages: messagesOfSnapshot(event.messages, earlierIds, turn) };
    case EventType.RUN_FINISHED:
      return end(turn, endings[event.outcome?.type ?? "success"], event.timestamp);
    case EventType.RUN_ERROR:
      return {
        ...end(turn, "failed", event.timestamp),
        error: { code: event.code ?? "internal", message: event.message },
      };
    default:
      return turn;
  }
}

const endings = { success: "completed", cancelled: "cancelled", interrupt: "waiting" } as const;

function isForChat(metadata: unknown, view: AguiView): boolean {
  return view === "end_user" || messageSchema.safeParse(metadata).data?.signalbox.audience === "everyone";
}

/** A stream that is read again from its beginning tells everything again, so what was told before is forgotten. */
function begin(turn: Turn, timestamp: number | undefined): Turn {
  return {
    ...turn,
    status: "running",
    reasonings: [],
    messages: [],
    steps: [],
    error: null,
    costMicros: 0,
    startedAtMs: timestamp ?? null,
    endedAtMs: null,
  };
}

function applyStep(turn: Turn, metadata: unknown): Turn {
  const parsed = stepSchema.safeParse(metadata);
  if (!parsed.success || parsed.data.signalbox.status === "skipped") return turn;
  const { summary, error, durationMs, ...known } = parsed.data.signalbox;
  const step: StepLine = {
    ...known,
    summary: summary ?? null,
    error: error?.message ?? null,
    durationMs: durationMs ?? null,
  };
  const at = turn.steps.findIndex((other) => other.nodeId === step.nodeId && other.attempt === step.attempt);
  const before = turn.steps[at];
  if (before && isNodeEnded(before.status)) return turn;
  const steps = before ? turn.steps.with(at, step) : [...turn.steps, step];
  return { ...turn, steps, costMicros: turn.costMicros + step.costMicros };
}

function openReasoning(turn: Turn, id: string): Turn {
  if (turn.reasonings.some((reasoning) => reasoning.id === id)) return turn;
  return { ...turn, reasonings: [...turn.reasonings, { id, text: "" }] };
}

function addThought(turn: Turn, id: string, delta: string): Turn {
  const at = turn.reasonings.findIndex((reasoning) => reasoning.id === id);
  const reasoning = turn.reasonings[at];
  return reasoning ? { ...turn, reasonings: turn.reasonings.with(at, { id, text: reasoning.text + delta }) } : turn;
}

function openMessage(turn: Turn, id: string): Turn {
  if (turn.messages.some((message) => message.id === id)) return turn;
  return { ...turn, messages: [...turn.messages, { id, text: "", toolCalls: [] }] };
}

function changeMessage(turn: Turn, id: string, change: (message: AnswerMessage) => AnswerMessage): Turn {
  const at = turn.messages.findIndex((message) => message.id === id);
  const message = turn.messages[at];
  return message ? { ...turn, messages: turn.messages.with(at, change(message)) } : turn;
}

function openToolCall(turn: Turn, parentId: string | undefined, { id, name }: { id: string; name: string }): Turn {
  if (parentId === undefined) return turn;
  return changeMessage(turn, parentId, (message) =>
    message.toolCalls.some((call) => call.id === id)
      ? message
      : { ...message, toolCalls: [...message.toolCalls, { id, name, arguments: "", result: null, isError: false }] },
  );
}

/** Providers number their calls anew in each answer, so an id means the latest call that has it. */
function changeToolCall(turn: Turn, id: string, change: (call: ToolCallView) => ToolCallView): Turn {
  const message = turn.messages.findLast((candidate) => candidate.toolCalls.some((call) => call.id === id));
  if (!message) return turn;
  return changeMessage(turn, message.id, (found) => ({
    ...found,
    toolCalls: found.toolCalls.map((call) => (call.id === id && call.result === null ? change(call) : call)),
  }));
}

/** The answer as a snapshot of the whole conversation has it: what is in no earlier turn, without what the person said. */
function messagesOfSnapshot(
  messages: readonly Message[],
  earlierIds: ReadonlySet<string>,
  turn: Turn,
): AnswerMessage[] {
  const own = messages.filter((message) => !earlierIds.has(message.id));
  const wasError = new Set(
    turn.messages.flatMap((message) =>
      message.toolCalls.flatMap((call) => (call.isError ? [`${message.id} ${call.id}`] : [])),
    ),
  );
  return own.flatMap((message, at) => {
    if (message.role !== "assistant") return [];
    const following = own.slice(at + 1);
    const nextRound = following.findIndex((other) => other.role === "assistant");
    const results = nextRound === -1 ? following : following.slice(0, nextRound);
    const toolCalls = (message.toolCalls ?? []).map((call): ToolCallView => {
      const result = results.find((other) => other.role === "tool" && other.toolCallId === call.id);
      return {
        id: call.id,
        name: call.function.name,
        arguments: call.function.arguments,
        result: result?.role === "tool" ? (contentToText(result.content) ?? "") : null,
        isError: wasError.has(`${message.id} ${call.id}`),
      };
    });
    return [{ id: message.id, text: contentToText(message.content) ?? "", toolCalls }];
  });
}

/** The end of a run ends every step in it: one that is still shown as running was cut off. */
function end(turn: Turn, status: RunStatus, timestamp: number | undefined): Turn {
  const steps = turn.steps.map((step): StepLine =>
    isNodeEnded(step.status) ? step : { ...step, status: "cancelled" },
  );
  return { ...turn, status, steps, endedAtMs: timestamp ?? null };
}
