import { DomainError } from "@/server/domain/errors";
import type { ModelAnswer } from "@/server/models/answer-reader";
import type { ModelCall } from "@/server/nodes/ask-once";
import { askWithFiles } from "@/server/nodes/ask-with-files";
import type { NodeExecution } from "@/server/nodes/executor";

/** Longest a model may take for one answer. */
const modelTimeoutMs = 10 * 60_000;

export interface ModelQuestion extends Omit<ModelCall, "timeoutMs" | "attributes"> {
  /** Asked in turn when the model before them gives no answer. */
  fallbackModels?: readonly string[];
  /** For each model's whole answer; ten minutes when absent. */
  timeoutMs?: number;
}

export interface AskedAnswer extends ModelAnswer {
  /** The models that were asked before the one that answered. */
  failedModels: string[];
}

/**
 * Asks a model, and those after it while none has said anything that was passed on. Each is a span and, if anything came, a
 * ledger row of its own.
 * @throws DomainError `model_*`: what the first model failed with, with a word on the others; `run_cancelled`
 */
export async function askModel(execution: NodeExecution, question: ModelQuestion): Promise<AskedAnswer> {
  const { fallbackModels = [], timeoutMs = modelTimeoutMs, ...call } = question;
  const models = [...new Set([call.model, ...fallbackModels])];
  const failures: Failure[] = [];
  let hasSpoken = false;
  for (const model of models) {
    try {
      const answer = await askWithFiles(execution, {
        ...call,
        model,
        timeoutMs,
        attributes: failures.length > 0 ? { fallback_for: failures.map((failure) => failure.model) } : undefined,
        onDelta: (delta) => {
          hasSpoken = true;
          call.onDelta?.(delta);
        },
        onToolCallDelta: (piece) => {
          hasSpoken = true;
          call.onToolCallDelta?.(piece);
        },
      });
      return { ...answer, failedModels: failures.map((failure) => failure.model) };
    } catch (error) {
      if (hasSpoken || execution.signal.aborted || !isModelFailure(error)) throw error;
      failures.push({ model: model ?? "the default model", error });
    }
  }
  throw summarise(failures);
}

interface Failure {
  model: string;
  error: DomainError;
}

/** Whether another model may do better: this one is away, too busy, refuses or answers nonsense. */
function isModelFailure(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code.startsWith("model_");
}

function summarise([first, ...others]: Failure[]): DomainError {
  if (!first) return new DomainError("model_not_configured", "No model was named to ask.");
  if (others.length === 0) return first.error;
  const words = others.map(({ model, error }) => `${model}: ${error.message}`).join(" ");
  // When any of them may answer later, so may the node.
  const { code, retryAfterMs } = [first, ...others].find(({ error }) => error.isRetriable)?.error ?? first.error;
  return new DomainError(code, `${first.error.message} The models after it failed too. ${words}`, {
    cause: first.error,
    retryAfterMs,
    details: { ...first.error.details, failed_models: [first, ...others].map((failure) => failure.model) },
  });
}
