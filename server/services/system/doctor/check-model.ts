import { modelInfo } from "@/server/models/list-models";
import { Finding } from "./finding";
import type { Examination } from "./patient";
import { runDraft, workAndSay } from "./run-draft";

/** Whether a run can ask the default model. */
export async function checkModel(examination: Examination): Promise<string> {
  const draft = workAndSay("llm", { prompt: "Answer with one word: ready" });
  const { status, result, reason } = await runDraft(examination, "Doctor: model", draft);
  if (status !== "completed")
    throw new Finding(
      reason,
      "Check OPENAI_API_KEY, OPENAI_BASE_URL and SIGNALBOX_DEFAULT_MODEL, then start Signalbox again.",
    );
  if (typeof result !== "string" || result.trim() === "")
    throw new Finding("The model answered nothing.", "Choose another model in SIGNALBOX_DEFAULT_MODEL.");
  const { isOffline, defaultModel } = modelInfo();
  if (isOffline) return "The built-in offline model answers. Set OPENAI_API_KEY to use a real one.";
  return `${defaultModel ?? "The default model"} answers.`;
}
