import { askForCorrection, maxSchemaCorrections, readStructuredAnswer } from "@/server/domain/agent/structured-answer";
import { DomainError } from "@/server/domain/errors";
import type { Json, JsonObject } from "@/server/domain/json";
import { askModel, type AskedAnswer, type ModelQuestion } from "@/server/nodes/ask-model";
import type { NodeExecution } from "@/server/nodes/executor";

export interface StructuredAnswer {
  answer: AskedAnswer;
  /** The checked answer; absent when the model called tools instead. */
  json?: Json;
}

/**
 * Asks a model for JSON by a schema. What does not fit is given back to the model at most twice; an answer that calls tools is
 * given as it is. Text is not streamed, because it may be taken back: write `answer.text` when this returns.
 * @throws DomainError `model_answer_invalid` when the third answer does not fit either, and what `askModel` throws
 */
export async function askStructured(
  execution: NodeExecution,
  question: ModelQuestion & { responseSchema: JsonObject },
): Promise<StructuredAnswer> {
  const { onDelta: _notStreamed, responseSchema, ...asked } = question;
  let { messages } = asked;
  for (let correction = 0; ; correction++) {
    const answer = await askModel(execution, { ...asked, messages, responseSchema });
    if (answer.toolCalls.length > 0) return { answer };
    const read = readStructuredAnswer(answer.text, responseSchema);
    if (read.ok) return { answer, json: read.value };
    if (correction === maxSchemaCorrections) {
      throw new DomainError(
        "model_answer_invalid",
        `The model's answer does not fit the response schema, and neither did its corrections: ${read.issues.slice(0, 5).join("; ")}. Make the schema simpler or the prompt clearer, or use a model that supports structured answers.`,
        { details: { model: answer.model, problems: read.issues.slice(0, 20) } },
      );
    }
    messages = [...messages, ...askForCorrection(answer.text, read.issues)];
  }
}
