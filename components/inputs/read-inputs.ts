import type { Json } from "@/server/domain/json";
import { resolveInputs } from "@/server/domain/run/inputs";
import type { WorkflowInput } from "@/server/domain/workflow/schema";

/** What stands in the form: a text per input, or whether it is switched on. */
export type InputTexts = Readonly<Record<string, string | boolean>>;

export type ReadInputs = { ok: true; values: Record<string, Json> } | { ok: false; errors: Record<string, string> };

/** The text that an input's field begins with: what was written last time, or the input's default. */
export function initialTexts(inputs: readonly WorkflowInput[], remembered: InputTexts): InputTexts {
  return Object.fromEntries(inputs.map((input) => [input.name, remembered[input.name] ?? defaultText(input)]));
}

function defaultText({ type, default: value }: WorkflowInput): string | boolean {
  if (type === "boolean") return value === true;
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Turns the form into a run's inputs. An empty field is left out, so that the input's default holds. */
export function readInputs(inputs: readonly WorkflowInput[], texts: InputTexts): ReadInputs {
  const given: Record<string, Json> = {};
  const errors: Record<string, string> = {};
  for (const input of inputs) {
    const read = readInput(input, texts[input.name] ?? "");
    if (!read.ok) errors[input.name] = read.message;
    else if (read.value !== undefined) given[input.name] = read.value;
  }
  const resolved = resolveInputs(inputs, given);
  if (!resolved.ok) {
    for (const { path, message } of resolved.issues) errors[String(path?.at(-1) ?? "")] ??= message;
  }
  return Object.keys(errors).length > 0 ? { ok: false, errors } : { ok: true, values: given };
}

type InputRead = { ok: true; value: Json | undefined } | { ok: false; message: string };

function readInput({ type }: WorkflowInput, text: string | boolean): InputRead {
  if (typeof text === "boolean") return { ok: true, value: text };
  if (text.trim() === "") return { ok: true, value: undefined };
  if (type === "string" || type === "text") return { ok: true, value: text };
  if (type === "number") {
    const number = Number(text);
    return Number.isFinite(number) ? { ok: true, value: number } : { ok: false, message: "Write a number." };
  }
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return {
      ok: false,
      message: type === "array" ? 'Write a JSON list, such as ["a", "b"].' : 'Write JSON, such as {"name": "value"}.',
    };
  }
}
