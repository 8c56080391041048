import { type Issue, type Result, ok, refuse } from "../result";
import { parsePlaceholder } from "./parse-placeholder";
import type { Template } from "./template";

/**
 * Splits a source into literal text and `{{ path | filter }}` placeholders; `\{{` is a literal `{{`. Refused sources give
 * one issue `template_invalid` whose path is the offset of what is wrong.
 */
export function parseTemplate(source: string): Result<Template> {
  const segments: Template["segments"] = [];
  let text = "";
  let position = 0;
  while (position < source.length) {
    const open = source.indexOf("{{", position);
    if (open === -1) break;
    if (source[open - 1] === "\\" && open > position) {
      text += `${source.slice(position, open - 1)}{{`;
      position = open + 2;
      continue;
    }
    text += source.slice(position, open);
    const parsed = parsePlaceholder(source, open);
    if (!parsed.ok) return refuse([templateIssue(source, parsed.issues.message, parsed.issues.position)]);
    if (text !== "") segments.push({ kind: "literal", text });
    text = "";
    segments.push(parsed.value);
    position = parsed.value.end;
  }
  text += source.slice(position);
  if (text !== "") segments.push({ kind: "literal", text });
  return ok({ segments });
}

function templateIssue(source: string, message: string, position: number): Issue {
  const before = source.slice(0, position).split("\n");
  const column = (before.at(-1)?.length ?? 0) + 1;
  return {
    code: "template_invalid",
    severity: "error",
    message: `${message} (line ${before.length}, column ${column}).`,
    path: [position],
  };
}
