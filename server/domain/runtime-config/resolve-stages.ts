import type { Issue } from "../result";
import { buildGraph, findCycles } from "../workflow/graph";
import { configIssue, hint, type MergedEntries, type MergedEntry } from "./merge";

/** A stage with everything it names, ready to be compiled. */
export interface RuntimeStage {
  key: string;
  title: string;
  agent: MergedEntry<"agents">;
  task: MergedEntry<"tasks">;
  tools: MergedEntry<"tools">[];
  /** Keys of the stages that it follows; several may run at once. */
  after: string[];
  /** An expression; empty for a stage that always runs. */
  when: string;
}

const maxReportedCycles = 20;

/** The stages in an order in which they can run. Without errors there is at least one, and exactly one that nothing follows. */
export function resolveStages(entries: MergedEntries): { stages: RuntimeStage[]; issues: Issue[] } {
  const { workflow } = entries;
  if (workflow.length === 0)
    return { stages: [], issues: [configIssue("missing_stage", "The workflow has no stages.", ["workflow"])] };
  const issues: Issue[] = [];
  const keys = workflow.map((stage) => stage.key);
  const afterOf = new Map(
    workflow.map((stage, index) => [stage.key, stage.values.after ?? keys.slice(index - 1, index)]),
  );
  const stages = workflow.flatMap((stage) => {
    const after = [...new Set(afterOf.get(stage.key))];
    for (const name of after.filter((other) => !afterOf.has(other))) {
      const message = `${stage.key} comes after a stage "${name}", which does not exist.${hint(name, keys)}`;
      issues.push(configIssue("missing_stage", message, ["workflow", stage.key, "after"]));
    }
    const resolved = resolveStage(stage, after, entries, issues);
    return resolved === undefined ? [] : [resolved];
  });
  const order = orderOf(afterOf, issues);
  issues.push(...checkEnd(workflow, afterOf));
  return { stages: stages.toSorted((left, right) => order.indexOf(left.key) - order.indexOf(right.key)), issues };
}

function resolveStage(
  stage: MergedEntry<"workflow">,
  after: string[],
  entries: MergedEntries,
  issues: Issue[],
): RuntimeStage | undefined {
  const { title, when } = stage.values;
  const agent = findNamed(stage, "agent", entries.agents, issues);
  const task = findNamed(stage, "task", entries.tasks, issues);
  if (agent === undefined || task === undefined) return undefined;
  if (task.values.expected_output !== null && agent.values.type === "agent") {
    const message = `The task ${task.key} expects an output of a given form, which an agent with rounds cannot promise. Use an agent of type llm for ${stage.key}, or take expected_output away.`;
    issues.push(configIssue("form_needs_llm", message, ["workflow", stage.key, "task"]));
  }
  const tools = [...new Set(agent.values.tools)].flatMap(
    (name) => entries.tools.find((tool) => tool.key === name) ?? [],
  );
  return { key: stage.key, title: title || capitalise(stage.key), agent, task, tools, after, when: when.trim() };
}

function findNamed<Section extends "agents" | "tasks">(
  stage: MergedEntry<"workflow">,
  field: "agent" | "task",
  known: readonly MergedEntry<Section>[],
  issues: Issue[],
): MergedEntry<Section> | undefined {
  const name = stage.values[field];
  const found = known.find((entry) => entry.key === name);
  if (found !== undefined) return found;
  const path = ["workflow", stage.key, field];
  if (name === "") issues.push(configIssue("missing_field", `${stage.key} names no ${field}.`, path));
  else {
    const names = known.map((entry) => entry.key);
    issues.push(
      configIssue(
        `unknown_${field}`,
        `${stage.key} names the ${field} "${name}", which does not exist.${hint(name, names)}`,
        path,
      ),
    );
  }
  return undefined;
}

/** Keys so that every stage comes after what it follows; stages on a circle are reported and come last. */
function orderOf(afterOf: ReadonlyMap<string, readonly string[]>, issues: Issue[]): string[] {
  const keys = [...afterOf.keys()];
  const graph = buildGraph({
    nodes: keys.map((id) => ({ id, type: "llm", config: {} })),
    edges: keys.flatMap((target) => (afterOf.get(target) ?? []).map((source) => ({ source, target }))),
  });
  for (const cycle of findCycles(graph, maxReportedCycles)) {
    const names = cycle.map((edge) => keys[edge.source] ?? "");
    const [first = ""] = names;
    const message = `These stages wait for each other: ${[...names, first].join(" → ")}. Change what one of them comes after.`;
    issues.push(configIssue("stage_cycle", message, ["workflow", first, "after"]));
  }
  const ordered = graph.order.map((index) => keys[index] ?? "");
  return [...ordered, ...keys.filter((key) => !ordered.includes(key))];
}

/** The stage that nothing follows writes the answer, so there is one, and it always runs. */
function checkEnd(workflow: MergedEntries["workflow"], afterOf: ReadonlyMap<string, readonly string[]>): Issue[] {
  const followed = new Set([...afterOf.values()].flat());
  const last = workflow.filter((stage) => !followed.has(stage.key));
  const [end] = last;
  if (end === undefined) return [];
  if (last.length > 1) {
    const names = last.map((stage) => stage.key).join(" and ");
    const message = `Nothing follows ${names}, and only one stage can write the answer. Let one of them come after the other.`;
    return last.slice(1).map((stage) => configIssue("several_ends", message, ["workflow", stage.key, "after"]));
  }
  if (end.values.when.trim() === "") return [];
  const message = `${end.key} writes the answer, so it always runs and cannot have a condition.`;
  return [configIssue("end_is_optional", message, ["workflow", end.key, "when"])];
}

function capitalise(key: string): string {
  const words = key.replaceAll(/[-_]/g, " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
