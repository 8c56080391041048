import type { Json } from "@/server/domain/json";
import { truncate } from "@/server/domain/text";
import { capitalise, humanise, sentencesOf } from "./language";

const maxFacts = 8;

/** Says in a sentence or two what tools have answered. */
export function tellResults(results: readonly { name: string; content: string }[]): string {
  return results.map(({ name, content }) => `${capitalise(humanise(name))}: ${tell(content)}`).join("\n\n");
}

function tell(content: string): string {
  const value = parse(content);
  if (value === undefined || typeof value === "string") {
    const text = sentencesOf(value ?? content).slice(0, 2).join(" ");
    return truncate(text || "nothing came back.", 500);
  }
  const facts = factsOf(value, "");
  if (facts.length === 0) return "nothing came back.";
  const shown = facts.slice(0, maxFacts);
  const rest = facts.length - shown.length;
  return `${shown.join(", ")}${rest > 0 ? `, and ${rest} more` : ""}.`;
}

function parse(content: string): Json | undefined {
  try {
    return JSON.parse(content) as Json;
  } catch {
    return undefined;
  }
}

/** The leaves of a value as "order id A-1001"; what lies deeper than three levels is left out. */
function factsOf(value: Json, name: string, depth = 0): string[] {
  if (value === null || value === "" || depth > 3) return [];
  if (typeof value !== "object") return [`${name ? `${humanise(name)} ` : ""}${truncate(String(value), 160)}`];
  if (Array.isArray(value)) return value.flatMap((item) => factsOf(item, name, depth + 1));
  return Object.entries(value).flatMap(([key, item]) => factsOf(item, key, depth + 1));
}
