import { tellSchema } from "@/server/domain/agent/structured-answer";
import { DomainError } from "@/server/domain/errors";
import { globalSingleton } from "@/server/global-singleton";
import type { ModelAnswer } from "@/server/models/answer-reader";
import { currentProvider } from "@/server/models/provider";
import { askOnce, type ModelCall } from "@/server/nodes/ask-once";
import type { NodeExecution } from "@/server/nodes/executor";

/** Models that refused a request only because it named a schema; they are told it in words from then on. */
const modelsWithoutSchema = globalSingleton("models-without-schema", () => new Set<string>());

/**
 * Calls a model once. One that answers 400 or 422 to a response schema is called again with the schema told in words, since
 * providers have no other way to say that they hold no model to one.
 */
export async function askBySchema(execution: NodeExecution, call: ModelCall): Promise<ModelAnswer> {
  const { responseSchema, ...plain } = call;
  if (!responseSchema) return askOnce(execution, call);
  const inWords = { ...plain, messages: tellSchema(call.messages, responseSchema) };
  const model = `${currentProvider().host} ${call.model ?? ""}`;
  if (modelsWithoutSchema.has(model)) return askOnce(execution, inWords);
  try {
    return await askOnce(execution, call);
  } catch (error) {
    const status = error instanceof DomainError && error.code === "model_refused" ? error.details?.status : undefined;
    if (status !== 400 && status !== 422) throw error;
    const answer = await askOnce(execution, inWords);
    modelsWithoutSchema.add(model);
    return answer;
  }
}
