import type { Json } from "@/server/domain/json";

import type { ForkEdit, ForkPreview } from "./types";

type Value = NonNullable<ForkPreview["value"]>;

/** What a person has typed; the output as the text of its JSON. */
export interface ValueDraft {
  text: string;
  output: string;
}

/** The draft that a person begins with: what the piece really came to. */
export function draftOf({ text, output }: Value): ValueDraft {
  return { text: text ?? "", output: output === null ? "" : JSON.stringify(output, null, 2) };
}

type DraftRead =
  | { ok: true; edit: ForkEdit | undefined; output: Json }
  /** The sentence that says what is wrong with the output. */
  | { ok: false; problem: string };

/** What a draft changes. Nothing is an edit that leaves everything as it was. */
export function readDraft(value: Value, draft: ValueDraft): DraftRead {
  const before = draftOf(value);
  const text = value.editable.text && draft.text !== before.text ? draft.text : undefined;
  if (!value.editable.output || draft.output === before.output) {
    return { ok: true, output: value.output, edit: text === undefined ? undefined : { text } };
  }
  const output = parse(draft.output);
  if (!output.ok) return output;
  return { ok: true, output: output.value, edit: { ...(text === undefined ? {} : { text }), output: output.value } };
}

function parse(text: string): { ok: true; value: Json } | { ok: false; problem: string } {
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (error) {
    return { ok: false, problem: `This is not JSON yet: ${error instanceof Error ? error.message : String(error)}.` };
  }
}
