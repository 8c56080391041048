import type { Json, JsonObject } from "../json";
import type { Workflow, WorkflowEdge, WorkflowNode } from "../workflow/schema";
import type { MergedEntry } from "./merge";
import type { RuntimeStage } from "./resolve-stages";

/** A configuration that can run: its stages in order, one of which, the last, writes the answer. */
export interface RuntimeConfig {
  stages: RuntimeStage[];
}

const startId = "start";
const answerId = "answer";
const columnWidth = 320;
const rowHeight = 160;
const origin = { x: 80, y: 200 };
type Place = typeof origin;

/** The node that decides whether a stage runs; only stages with a condition have one. */
export function gateOf(stageKey: string): string {
  return `when-${stageKey}`;
}

/**
 * The configuration as an ordinary workflow: a start, a node for each stage under the stage's own key, an if-else before each
 * stage with a condition, and an answer with the last stage's words. Equal configurations give equal documents. Stages read
 * each other's results by templates (`nodes.intent.text`, `nodes.intent.output.json.goal`).
 */
export function compileRuntimeConfig({ stages }: RuntimeConfig): Workflow {
  const places = placesOf(stages);
  const last = stages.at(-1);
  const nodes: WorkflowNode[] = [{ id: startId, type: "start", title: "Start", config: {}, ui: origin }];
  const edges: WorkflowEdge[] = [];
  for (const stage of stages) {
    const place = places.get(stage.key);
    const sources = stage.after.length > 0 ? stage.after.flatMap((key) => waysOut(key, stages)) : [{ source: startId }];
    const entry = stage.when === "" ? stage.key : gateOf(stage.key);
    edges.push(...sources.map((way) => ({ ...way, target: entry })));
    if (stage.when !== "") {
      nodes.push(gateNode(stage, place?.gate));
      edges.push({ source: entry, target: stage.key, condition: "true" });
    }
    nodes.push(stageNode(stage, place?.stage));
  }
  if (last !== undefined) edges.push({ source: last.key, target: answerId });
  const right = Math.max(...nodes.map((node) => node.ui?.x ?? 0)) + columnWidth;
  nodes.push({
    id: answerId,
    type: "answer",
    title: "Answer",
    config: { template: `{{ nodes.${last?.key ?? startId}.text }}` },
    ui: { x: right, y: origin.y },
  });
  return {
    version: "1.0",
    inputs: [{ name: "query", type: "string", title: "Message", required: true }],
    nodes,
    edges,
    settings: {},
  };
}

/** How the flow goes on after a stage: from the stage, and past it where its condition did not hold. */
function waysOut(key: string, stages: readonly RuntimeStage[]): Omit<WorkflowEdge, "target">[] {
  const stage = stages.find((other) => other.key === key);
  return stage === undefined || stage.when === ""
    ? [{ source: key }]
    : [{ source: key }, { source: gateOf(key), condition: "false" }];
}

/**
 * A column for each step from the start, a row for each stage beside another. The question before a stage with a condition has
 * a column of its own and the stage lies a row below, so that the way past it can be seen.
 */
function placesOf(stages: readonly RuntimeStage[]): Map<string, { gate: Place; stage: Place }> {
  const columns = new Map<string, number>();
  const used = new Map<number, number>();
  const places = new Map<string, { gate: Place; stage: Place }>();
  for (const { key, after, when } of stages) {
    const isGated = when !== "";
    const first = 1 + Math.max(0, ...after.map((other) => columns.get(other) ?? 0));
    const last = isGated ? first + 1 : first;
    const row = Math.max(used.get(first) ?? 0, used.get(last) ?? 0);
    const stageRow = isGated ? row + 1 : row;
    used.set(first, row + 1).set(last, stageRow + 1);
    columns.set(key, last);
    places.set(key, { gate: placeAt(first, row), stage: placeAt(last, stageRow) });
  }
  return places;
}

function placeAt(column: number, row: number): Place {
  return { x: origin.x + column * columnWidth, y: origin.y + row * rowHeight };
}

function gateNode({ key, title, when }: RuntimeStage, ui: WorkflowNode["ui"]): WorkflowNode {
  return { id: gateOf(key), type: "if-else", title: `${title}?`, config: { expression: when }, ui };
}

function stageNode(stage: RuntimeStage, ui: WorkflowNode["ui"]): WorkflowNode {
  const { key, title, agent, task, tools } = stage;
  const { type, model, system_prompt, temperature, max_tokens, max_rounds } = agent.values;
  const asked = withoutEmpty({ model, system_prompt, prompt: task.values.prompt, temperature, max_tokens });
  const config: JsonObject =
    type === "agent"
      ? { ...asked, max_rounds, tools: tools.map(toolConfig) }
      : { ...asked, ...withoutEmpty({ response_schema: task.values.expected_output }) };
  return { id: key, type, title, config, ui };
}

/** A stored tool by its binding, or one described in place; either with whether a person is asked first. */
function toolConfig({ key, values }: MergedEntry<"tools">): JsonObject {
  const { tool_binding_id, needs_approval, description, parameters, method, query, headers, ...request } = values;
  const approval: JsonObject = needs_approval ? { needs_approval } : {};
  if (tool_binding_id !== "") return { tool_binding_id, ...approval };
  const parts = { ...request, ...(isEmpty(query) ? {} : { query }), ...(isEmpty(headers) ? {} : { headers }) };
  return { name: key, description, parameters, method, ...withoutEmpty(parts), ...approval };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

/** What an empty text or null would say is said by leaving the field out. */
function withoutEmpty(fields: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter(
      (entry): entry is [string, Json] => entry[1] !== undefined && entry[1] !== null && entry[1] !== "",
    ),
  );
}
