import { isJsonObject, type JsonObject } from "../json";

/** One line of what is different between two versions of a tool. */
export interface DefinitionChange {
  kind: "added" | "removed" | "changed";
  /** A parameter's name, or "description". */
  subject: string;
  before: string | null;
  after: string | null;
}

interface Definition {
  description: string;
  inputSchema: JsonObject;
}

/** What a person has to look at before a changed tool is used: its description and each of its parameters. */
export function compareDefinitions(before: Definition, after: Definition): DefinitionChange[] {
  const changes: DefinitionChange[] = [];
  if (before.description !== after.description) {
    changes.push({ kind: "changed", subject: "description", before: before.description, after: after.description });
  }
  const [left, right] = [parametersOf(before.inputSchema), parametersOf(after.inputSchema)];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const [was, is] = [left.get(name) ?? null, right.get(name) ?? null];
    if (was === is) continue;
    changes.push({
      kind: was === null ? "added" : is === null ? "removed" : "changed",
      subject: name,
      before: was,
      after: is,
    });
  }
  return changes;
}

/** Each parameter's schema as text, with whether it is required; what else the schema says goes under its own keyword. */
function parametersOf(schema: JsonObject): Map<string, string> {
  const { properties, required, ...rest } = schema;
  const needed = new Set(Array.isArray(required) ? required : []);
  const parameters = Object.entries(isJsonObject(properties) ? properties : {}).map(
    ([name, value]) => [name, `${JSON.stringify(value)}${needed.has(name) ? " (required)" : ""}`] as const,
  );
  const keywords = Object.entries(rest).map(([name, value]) => [`schema ${name}`, JSON.stringify(value)] as const);
  return new Map([...parameters, ...keywords]);
}
