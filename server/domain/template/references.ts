import { hasDefault } from "./render";
import { parseTemplate } from "./parse-template";

/** A variable that a template names. `isOptional` when a `default` filter stands in for a missing value. */
export interface VariableReference {
  path: string[];
  isOptional: boolean;
}

/** The variables that a template names, in order; none when it cannot be read. */
export function templateVariables(source: string): VariableReference[] {
  const parsed = parseTemplate(source);
  if (!parsed.ok) return [];
  return parsed.value.segments.flatMap((segment) =>
    segment.kind === "placeholder" ? [{ path: segment.path, isOptional: hasDefault(segment) }] : [],
  );
}

/** The paths that a template names, in order; none when it cannot be read. */
export function templateReferences(source: string): string[][] {
  return templateVariables(source).map((variable) => variable.path);
}
