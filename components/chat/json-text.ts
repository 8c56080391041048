const longestLine = 160;

/** A text as indented JSON when it is JSON, else as it is. */
export function prettyJson(text: string): { code: string; language: string } {
  const value = parse(text);
  return value === undefined
    ? { code: text, language: "text" }
    : { code: JSON.stringify(value, null, 2), language: "json" };
}

/** The arguments of a call in one line: `order_id: A-1001, city: Oslo`. What is not a complete object stays as it is. */
export function compactJson(text: string): string {
  const value = parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return text.slice(0, longestLine);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${typeof part === "string" ? part : JSON.stringify(part)}`)
    .join(", ")
    .slice(0, longestLine);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
