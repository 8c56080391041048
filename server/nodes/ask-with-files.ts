import { needsEyes, tellFiles } from "@/server/domain/agent/untold-files";
import { DomainError } from "@/server/domain/errors";
import { globalSingleton } from "@/server/global-singleton";
import type { ModelAnswer } from "@/server/models/answer-reader";
import { currentProvider } from "@/server/models/provider";
import { askBySchema } from "@/server/nodes/ask-by-schema";
import type { ModelCall } from "@/server/nodes/ask-once";
import type { NodeExecution } from "@/server/nodes/executor";

/** Models that refused a request only because of a picture or a PDF in it; they are told of those in words from then on. */
const modelsWithoutEyes = globalSingleton("models-without-eyes", () => new Set<string>());

/** What providers answer to a content part that the model does not take. */
const refusalsOfParts = new Set<unknown>([400, 404, 415, 422]);

/** Calls a model. One that refuses pictures or PDFs is called again and told that they came, since nobody says so beforehand. */
export async function askWithFiles(execution: NodeExecution, call: ModelCall): Promise<ModelAnswer> {
  if (!needsEyes(call.messages)) return askBySchema(execution, call);
  const inWords = { ...call, messages: tellFiles(call.messages) };
  const model = `${currentProvider().host} ${call.model ?? ""}`;
  if (modelsWithoutEyes.has(model)) return askBySchema(execution, inWords);
  try {
    return await askBySchema(execution, call);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "model_refused") throw error;
    if (!refusalsOfParts.has(error.details?.status)) throw error;
    const answer = await askBySchema(execution, inWords);
    modelsWithoutEyes.add(model);
    return answer;
  }
}
