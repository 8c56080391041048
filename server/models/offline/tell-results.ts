import { truncate } from "@/server/domain/text";
import { capitalise, humanise, sentencesOf } from "./language";
import { factsOf, parseJson } from "./unfold-json";

const maxFacts = 8;

/** Says in a sentence or two what tools have answered. */
export function tellResults(results: readonly { name: string; content: string }[]): string {
  return results.map(({ name, content }) => `${capitalise(humanise(name))}: ${tell(content)}`).join("\n\n");
}

function tell(content: string): string {
  const value = parseJson(content);
  if (value === undefined || typeof value === "string") {
    const text = sentencesOf(value ?? content)
      .slice(0, 2)
      .join(" ");
    return truncate(text || "nothing came back.", 500);
  }
  const facts = factsOf(value);
  if (facts.length === 0) return "nothing came back.";
  const shown = facts.slice(0, maxFacts);
  const rest = facts.length - shown.length;
  return `${shown.join(", ").replace(/\.$/, "")}${rest > 0 ? `, and ${rest} more` : ""}.`;
}
