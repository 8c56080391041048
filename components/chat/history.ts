import { isTerminal } from "@/server/domain/run/status";

import type { AnswerMessage, Turn } from "./turn";
import type { SessionDetail } from "./types";

type Run = SessionDetail["runs"][number];
type Message = SessionDetail["messages"][number];

/** The turns of a stored conversation, oldest first. */
export function turnsOfHistory({ runs, messages }: Pick<SessionDetail, "runs" | "messages">): Turn[] {
  const byRun = Map.groupBy(messages, (message) => message.runId);
  const said = new Map(messages.map((message) => [message.id, message]));
  return runs.map((run) => {
    // A message that is answered again was said in an earlier run; a resumed run goes on with what its root answers.
    const answers = run.rootRunId === run.id ? said.get(run.userMessageId ?? "") : undefined;
    return turnOfRun(run, answers, byRun.get(run.id) ?? []);
  });
}

function turnOfRun(run: Run, said: Message | undefined, messages: readonly Message[]): Turn {
  return {
    runId: run.id,
    status: run.status,
    userText: said?.content ?? null,
    userMessageId: said?.id ?? null,
    attachments: said?.attachments ?? [],
    messageVariants: said?.variants ?? null,
    answerVariants: run.variants,
    replacesRunId: null,
    reasonings: run.reasonings,
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
  if (!found) {
    const replaced = stored.findIndex((turn) => turn.runId !== null && turn.runId === live.replacesRunId);
    return [...(replaced === -1 ? stored : stored.slice(0, replaced)), live];
  }
  if (isTerminal(found.status)) return stored;
  const { userText, userMessageId, attachments, messageVariants, answerVariants } = found;
  const said = userText === null ? {} : { userText, userMessageId, attachments };
  return stored.with(at, { ...live, ...said, messageVariants, answerVariants });
}
