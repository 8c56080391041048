import { isTerminal } from "@/server/domain/run/status";

import type { AnswerMessage, Turn } from "./turn";
import type { SessionDetail } from "./types";

type Run = SessionDetail["runs"][number];
type Message = SessionDetail["messages"][number];

/** The turns of a stored conversation, oldest first. */
export function turnsOfHistory({ runs, messages }: Pick<SessionDetail, "runs" | "messages">): Turn[] {
  const byRun = Map.groupBy(messages, (message) => message.runId);
  return runs.map((run) => turnOfRun(run, byRun.get(run.id) ?? []));
}

function turnOfRun(run: Run, messages: readonly Message[]): Turn {
  return {
    runId: run.id,
    status: run.status,
    userText: messages.find((message) => message.role === "user")?.content ?? null,
    messages: answerMessages(messages),
    steps: run.steps.map((step) => ({ ...step, error: step.error?.message ?? null })),
    error: run.error,
    startedAtMs: (run.startedAt ?? run.createdAt).getTime(),
    endedAtMs: run.endedAt?.getTime() ?? null,
    costMicros: run.costMicros,
  };
}

/** Each assistant message with the results of its calls, which are the tool messages up to the next assistant message. */
function answerMessages(messages: readonly Message[]): AnswerMessage[] {
  const answer: AnswerMessage[] = [];
  for (const message of messages) {
    if (message.role === "assistant") {
      const toolCalls = message.toolCalls.map((call) => ({ ...call, result: null, isError: false }));
      answer.push({ id: message.id, text: message.content, toolCalls });
    }
    const last = answer.at(-1);
    if (message.role !== "tool" || !last) continue;
    const toolCalls = last.toolCalls.map((call) =>
      call.id === message.toolCallId ? { ...call, result: message.content, isError: message.isError } : call,
    );
    answer[answer.length - 1] = { ...last, toolCalls };
  }
  return answer;
}

/**
 * The conversation as shown: what is stored, with the turn that is being answered in its place. The stored form wins as soon
 * as it has the end of that turn.
 */
export function withLiveTurn(stored: readonly Turn[], live: Turn | null): readonly Turn[] {
  if (!live) return stored;
  const at = live.runId === null ? -1 : stored.findIndex((turn) => turn.runId === live.runId);
  const found = stored[at];
  if (!found) return [...stored, live];
  if (isTerminal(found.status)) return stored;
  return stored.with(at, { ...live, userText: found.userText ?? live.userText });
}
