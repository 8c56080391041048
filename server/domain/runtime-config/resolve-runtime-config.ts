import { type Issue, ok, refuse, type Result } from "../result";
import { validateWorkflow } from "../workflow/validate-workflow";
import type { Workflow } from "../workflow/schema";
import { checkEntries } from "./check-entries";
import { compileRuntimeConfig, type RuntimeConfig } from "./compile-runtime-config";
import { type MergedEntries, mergeEntries, type RuntimeRow, type RuntimeTemplates } from "./merge";
import { placeIssue } from "./place-issue";
import { resolveStages, type RuntimeStage } from "./resolve-stages";

export interface RuntimeExamination {
  entries: MergedEntries;
  /** In the order in which they run, as far as they could be resolved. */
  stages: RuntimeStage[];
  /** The compiled workflow; absent while the stages do not fit together. */
  workflow: Workflow | undefined;
  /** Findings with paths of section, key and field, told apart by `code`; without errors the workflow can run. */
  issues: Issue[];
}

/** Everything there is to show of a configuration, right or wrong; never throws. */
export function examineRuntimeConfig(templates: RuntimeTemplates, rows: readonly RuntimeRow[]): RuntimeExamination {
  const merged = mergeEntries(templates, rows);
  const resolved = resolveStages(merged.entries);
  const issues = [...merged.issues, ...checkEntries(merged.entries), ...resolved.issues];
  if (resolved.issues.length > 0)
    return { entries: merged.entries, stages: resolved.stages, workflow: undefined, issues };
  const workflow = compileRuntimeConfig(resolved);
  const found = validateWorkflow(workflow).issues.flatMap((issue) => {
    const placed = placeIssue(issue, workflow, resolved.stages);
    return issues.some((known) => samePlace(known, placed)) ? [] : [placed];
  });
  return { entries: merged.entries, stages: resolved.stages, workflow, issues: [...issues, ...found] };
}

/**
 * The configuration that runs, and the workflow it compiles to; refused with every error at its section, key and field.
 * Priority of every single field: row, then template, then default.
 */
export function resolveRuntimeConfig(
  templates: RuntimeTemplates,
  rows: readonly RuntimeRow[],
): Result<RuntimeConfig & { workflow: Workflow }> {
  const { stages, workflow, issues } = examineRuntimeConfig(templates, rows);
  const errors = issues.filter((issue) => issue.severity === "error");
  return workflow === undefined || errors.length > 0 ? refuse(errors) : ok({ stages, workflow });
}

/** One mistake is told once, by the finding that knows more of the configuration. */
function samePlace(left: Issue, right: Issue): boolean {
  return JSON.stringify(left.path) === JSON.stringify(right.path);
}
