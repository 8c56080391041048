import { DomainError } from "@/server/domain/errors";
import { openDeadline } from "@/server/egress/deadline";
import { AnswerReader, type AnswerListener, type ModelAnswer } from "./answer-reader";
import { toWireRequest, type ChatRequest } from "./chat-request";
import { toModelError } from "./model-error";
import { currentProvider, type ModelProvider } from "./provider";
import { readPieces } from "./read-pieces";
import { wireToolNames } from "./tool-names";

export interface StreamChatRequest extends ChatRequest, AnswerListener {
  /** Stops the call and closes the connection to the provider. */
  signal: AbortSignal;
  /** For the whole call, from the request to the last piece. */
  timeoutMs: number;
}

/**
 * Asks a model and streams its answer. One attempt: the run retries.
 * @throws DomainError `model_*`; `run_cancelled`, or the signal's own DomainError, when the signal stopped the call.
 */
export async function streamChat(
  request: StreamChatRequest,
  provider: ModelProvider = currentProvider(),
): Promise<ModelAnswer> {
  const model = request.model ?? provider.defaultModel;
  if (!model) {
    throw new DomainError(
      "model_not_configured",
      "No model is named on the node and there is no default. Choose a model, or set SIGNALBOX_DEFAULT_MODEL.",
    );
  }
  const names = wireToolNames((request.tools ?? []).map((tool) => tool.name));
  const reader = new AnswerReader(request, names.fromWire);
  const deadline = openDeadline(request.timeoutMs, request.signal);
  const { signal } = deadline;
  try {
    const body = toWireRequest(request, model, names, provider.name === "openai");
    const response = await provider.client.chat.completions.create(body, { signal }).asResponse();
    await readPieces(response, (piece) => reader.read(piece, provider));
    // A stream may end quietly when it is aborted.
    signal.throwIfAborted();
  } catch (error) {
    if (request.signal.aborted) throw stopReason(request.signal);
    if (reader.isReading) throw error;
    // What follows the end of the answer is only usage and a farewell.
    if (!reader.isFinished) {
      if (deadline.hasPassed) throw timeoutError(provider, model, request.timeoutMs);
      throw toModelError(error, { provider, model, hasStarted: reader.hasStarted });
    }
  } finally {
    deadline.close();
  }
  return reader.answer(provider, model);
}

function stopReason(signal: AbortSignal): DomainError {
  const reason: unknown = signal.reason;
  return reason instanceof DomainError
    ? reason
    : new DomainError("run_cancelled", "The run was stopped while a model was answering.");
}

function timeoutError(provider: ModelProvider, model: string, timeoutMs: number): DomainError {
  return new DomainError(
    "model_timeout",
    `The model at ${provider.host} did not finish within ${timeoutMs / 1000} s. Try again, or allow it longer.`,
    {
      details: { provider: provider.name, model },
    },
  );
}
