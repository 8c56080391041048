import type { Json, JsonObject } from "../json";
import { ok, refuse, type Result } from "../result";
import type { ChatMessage } from "./messages";
import { validateArguments } from "./validate-arguments";

/** How often a model is told what is wrong with its answer before the node fails. */
export const maxSchemaCorrections = 2;

/**
 * Reads an answer that should be JSON by a schema. Models that know no structured answers like to put it into a code fence,
 * which is taken off. Problems are sentences that a model can act on.
 */
export function readStructuredAnswer(text: string, schema: JsonObject): Result<Json, string[]> {
  const value = parseJson(withoutFence(text));
  if (value === undefined) return refuse(["the answer is not JSON"]);
  const problems = validateArguments(value, schema, "the answer");
  return problems.length > 0 ? refuse(problems) : ok(value);
}

/** What is added to the conversation so that the model answers again. */
export function askForCorrection(answer: string, problems: readonly string[]): ChatMessage[] {
  const listed = problems.map((problem) => `- ${problem}`).join("\n");
  return [
    { role: "assistant", content: answer },
    {
      role: "user",
      content: `That answer does not fit the schema that was asked for:\n${listed}\nAnswer again with JSON that fits, and nothing else.`,
    },
  ];
}

/** The conversation with the schema told in words, for models that can not be held to one. */
export function tellSchema(messages: readonly ChatMessage[], schema: JsonObject): ChatMessage[] {
  const words = `Answer with JSON only, without a code fence, that fits this JSON schema:\n${JSON.stringify(schema)}`;
  const [first, ...others] = messages;
  return first?.role === "system"
    ? [{ ...first, content: `${first.content}\n\n${words}` }, ...others]
    : [{ role: "system", content: words }, ...messages];
}

const fence = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i;

function withoutFence(text: string): string {
  const trimmed = text.trim();
  return fence.exec(trimmed)?.[1] ?? trimmed;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
