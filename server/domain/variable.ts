import { DomainError } from "./errors";
import { nearestName } from "./suggest";
import type { RunContext } from "./nodes/outcome";

/** The names that a template or an expression can start with. */
export const contextRoots = ["state", "nodes", "inputs", "session", "current"] as const;

export function isContextRoot(name: string): name is (typeof contextRoots)[number] {
  return (contextRoots as readonly string[]).includes(name);
}

/** A value found by name, or where the search ended: `known` are the names that exist at that place. */
export type Lookup = { found: true; value: unknown } | { found: false; at: number; known: string[] };

/**
 * Walks own properties only, so that nothing but data can be reached: never a prototype, a method or a list's length.
 * Lists are indexed by whole numbers.
 */
export function lookUp(context: RunContext, path: readonly string[]): Lookup {
  const root = path[0];
  if (root === undefined || !isContextRoot(root)) return { found: false, at: 0, known: [...contextRoots] };
  let value: unknown = context[root];
  for (let at = 1; at < path.length; at += 1) {
    const next = ownMember(value, path[at] ?? "");
    if (next === undefined) return { found: false, at, known: memberNames(value) };
    value = next.value;
  }
  return { found: true, value };
}

/** The own member of that name, boxed because its value may be undefined. */
export function ownMember(value: unknown, name: string): { value: unknown } | undefined {
  if (Array.isArray(value)) {
    const index = /^\d{1,9}$/.test(name) ? Number(name) : -1;
    return index >= 0 && index < value.length ? { value: value[index] } : undefined;
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return { value: Object.getOwnPropertyDescriptor(value, name)?.value };
}

function memberNames(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** The refusal for a name that is not there, with the nearest name that is. */
export function unknownVariable(path: readonly string[], at: number, known: Iterable<string>): DomainError {
  const name = path.slice(0, at + 1).join(".");
  const nearest = nearestName(path[at] ?? "", known);
  const hint = nearest === undefined ? "" : ` Did you mean ${[...path.slice(0, at), nearest].join(".")}?`;
  return new DomainError("unknown_variable", `${name} has no value here.${hint}`, {
    details: { path: path.join(".") },
  });
}
