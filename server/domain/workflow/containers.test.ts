import { describe, expect, it } from "vitest";
import { availableVariables } from "./available-variables";
import { graphInside } from "./containers";
import { type Workflow, workflowSchema } from "./schema";
import { validateWorkflow } from "./validate-workflow";

type Part = Partial<Pick<Workflow, "nodes" | "edges">>;

function document({ nodes = [], edges = [] }: Part = {}): Workflow {
  return workflowSchema.parse({
    inputs: [{ name: "list", type: "array" }],
    nodes: [
      { id: "start", type: "start" },
      { id: "before", type: "template-transform", config: { template: "x" } },
      { id: "each", type: "iteration", config: { items: "{{ inputs.list }}" } },
      { id: "first", type: "template-transform", parent_id: "each", config: { template: "{{ current.item }}" } },
      {
        id: "second",
        type: "template-transform",
        parent_id: "each",
        config: { template: "{{ nodes.first.text }}{{ nodes.before.text }}{{ current.index }}" },
      },
      { id: "end", type: "end", config: { result: "{{ nodes.each.output.items }}" } },
      ...nodes,
    ],
    edges: [
      { source: "start", target: "before" },
      { source: "before", target: "each" },
      { source: "first", target: "second" },
      { source: "each", target: "end" },
      ...edges,
    ],
  });
}

const errorsOf = (workflow: Workflow) =>
  validateWorkflow(workflow).issues.flatMap((issue) => (issue.severity === "error" ? [issue.code] : []));

describe("bodies of iterations and loops", () => {
  it("are part of the workflow: reached, and reading what is around them", () => {
    expect(validateWorkflow(document()).issues.filter((issue) => issue.code !== "missing_answer")).toEqual([]);
  });

  it.each<[string, Part, string]>([
    ["a parent that does not exist", { nodes: [node("x", { parent_id: "nothing" })] }, "invalid_parent"],
    ["a parent that holds nothing", { nodes: [node("x", { parent_id: "before" })] }, "invalid_parent"],
    ["a start inside", { nodes: [{ id: "x", type: "start", parent_id: "each", config: {} }] }, "invalid_parent"],
    ["an empty body", { nodes: [{ id: "x", type: "loop", config: { until: "true" } }] }, "empty_body"],
    ["an edge that leads in", { edges: [{ source: "before", target: "first" }] }, "edge_crosses_body"],
    ["an edge that leads out", { edges: [{ source: "second", target: "end" }] }, "edge_crosses_body"],
    [
      "containers inside each other in a circle",
      {
        nodes: [
          { id: "a", type: "loop", parent_id: "b", config: { until: "true" } },
          { id: "b", type: "loop", parent_id: "a", config: { until: "true" } },
        ],
      },
      "invalid_parent",
    ],
    [
      "the item outside of a body",
      { nodes: [node("x", { config: { template: "{{ current.item }}" } })], edges: [{ source: "each", target: "x" }] },
      "unknown_variable",
    ],
    [
      "what the body made, read outside of it",
      {
        nodes: [node("x", { config: { template: "{{ nodes.first.text }}" } })],
        edges: [{ source: "each", target: "x" }],
      },
      "unknown_variable",
    ],
    [
      "the container's own output, read inside",
      { nodes: [node("x", { parent_id: "each", config: { template: "{{ nodes.each.output.count }}" } })] },
      "unknown_variable",
    ],
  ])("F-46 %s is refused", (_what, part, code) => {
    expect(errorsOf(document(part))).toContain(code);
  });

  it("offer the item and what is around to nodes inside, and nothing of the body outside", () => {
    const paths = (id: string) => availableVariables(document(), id).map((variable) => variable.path);
    expect(paths("second")).toEqual(
      expect.arrayContaining(["current.item", "current.index", "nodes.first.text", "nodes.before.text"]),
    );
    expect(paths("second")).not.toContain("nodes.each.output.items");
    expect(paths("end")).toContain("nodes.each.output.items");
    expect(paths("end").filter((path) => path.startsWith("nodes.first") || path === "current.item")).toEqual([]);
  });

  it("are taken apart by container", () => {
    expect(graphInside(document()).nodes.map(({ id }) => id)).toEqual(["start", "before", "each", "end"]);
    expect(graphInside(document(), "each").edges).toEqual([{ source: "first", target: "second" }]);
  });
});

function node(id: string, more: object): Workflow["nodes"][number] {
  return { id, type: "template-transform", config: { template: "x" }, ...more };
}
