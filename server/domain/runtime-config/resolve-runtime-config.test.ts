import { describe, expect, it } from "vitest";
import type { JsonObject } from "../json";
import { validateWorkflow } from "../workflow/validate-workflow";
import type { RuntimeTemplates } from "./merge";
import { examineRuntimeConfig, resolveRuntimeConfig } from "./resolve-runtime-config";
import { sampleTemplates } from "./templates.fixture";

function row(place: string, config: JsonObject) {
  const [section = "", key = ""] = place.split("/");
  return { section, key, config };
}

function workflowOf(templates: RuntimeTemplates, ...rows: ReturnType<typeof row>[]) {
  const resolved = resolveRuntimeConfig(templates, rows);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
  return resolved.value.workflow;
}

describe("the compiled workflow", () => {
  it("is an ordinary one without any finding: a start, the stages in order, an answer with the last stage's words", () => {
    const workflow = workflowOf(sampleTemplates());
    expect(validateWorkflow(workflow).issues).toEqual([]);
    expect(workflow.nodes.map(({ id, type }) => [id, type])).toEqual([
      ["start", "start"],
      ["intent", "llm"],
      ["execution", "agent"],
      ["report", "llm"],
      ["answer", "answer"],
    ]);
    expect(workflow.edges).toEqual([
      { source: "start", target: "intent" },
      { source: "intent", target: "execution" },
      { source: "execution", target: "report" },
      { source: "report", target: "answer" },
    ]);
    expect(workflow.nodes.at(-1)?.config).toEqual({ template: "{{ nodes.report.text }}" });
  });

  it("gives each stage its agent's and its task's fields, and leaves out what is empty", () => {
    const [, intent, execution, report] = workflowOf(sampleTemplates()).nodes;
    expect(intent?.config).toEqual({
      system_prompt: "Read.",
      prompt: "{{ inputs.query }}",
      temperature: 0,
      response_schema: { type: "object", properties: { needs_work: { type: "boolean" } } },
    });
    expect(execution?.config).toEqual({
      prompt: "{{ nodes.intent.output.json | json }}",
      max_rounds: 8,
      tools: [
        {
          name: "get_order",
          description: "Look up an order.",
          parameters: { type: "object", properties: {} },
          method: "GET",
          url: "/api/demo/orders/{id}",
        },
      ],
    });
    expect(report?.config.model).toBe("gpt-4.1-mini");
  });

  it("goes past a stage whose condition does not hold", () => {
    const workflow = workflowOf(
      sampleTemplates(),
      row("workflow/execution", { when: "nodes.intent.output.json.needs_work" }),
    );
    expect(validateWorkflow(workflow).issues).toEqual([]);
    expect(workflow.edges).toEqual([
      { source: "start", target: "intent" },
      { source: "intent", target: "when-execution" },
      { source: "when-execution", target: "execution", condition: "true" },
      { source: "execution", target: "report" },
      { source: "when-execution", target: "report", condition: "false" },
      { source: "report", target: "answer" },
    ]);
  });

  it("runs stages beside each other that follow the same one", () => {
    const workflow = workflowOf(
      sampleTemplates(),
      row("workflow/check", { agent: "reader", task: "work", after: ["intent"], when: "true" }),
      row("workflow/report", { after: ["execution", "check"] }),
    );
    expect(validateWorkflow(workflow).issues).toEqual([]);
    expect(workflow.edges.filter((edge) => edge.target === "report").map((edge) => edge.source)).toEqual([
      "execution",
      "check",
      "when-check",
    ]);
    const places = workflow.nodes.map((node) => `${node.ui?.x}:${node.ui?.y}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("asks a person before the calls of a tool that says so, stored or described", () => {
    const workflow = workflowOf(
      sampleTemplates(),
      row("tools/get_order", { needs_approval: true }),
      row("tools/refund", { tool_binding_id: "b-1", url: "/not/used", needs_approval: true }),
      row("agents/worker", { tools: ["get_order", "refund", "refund"] }),
    );
    const { tools } = workflow.nodes.find((node) => node.id === "execution")?.config ?? {};
    expect(tools).toMatchObject([
      { name: "get_order", needs_approval: true },
      { tool_binding_id: "b-1", needs_approval: true },
    ]);
    expect(tools).toHaveLength(2);
  });

  it("is the same document for the same configuration, in whatever order rows come", () => {
    const rows = [row("agents/writer", { model: "gpt-4.1" }), row("tasks/extra", { prompt: "x" }), row("agents/a", {})];
    expect(workflowOf(sampleTemplates(), ...rows)).toEqual(workflowOf(sampleTemplates(), ...rows.toReversed()));
  });
});

it("stages come in the order in which they can run, whatever the order of the file", () => {
  const { report, ...others } = sampleTemplates().workflow;
  const workflow = { report: { ...(report as JsonObject), after: ["execution"] }, ...others };
  const templates = {
    ...sampleTemplates(),
    workflow: { ...workflow, intent: { agent: "reader", task: "read", after: [] } },
  };
  const { stages, issues } = examineRuntimeConfig(templates, []);
  expect(issues).toEqual([]);
  expect(stages.map((stage) => stage.key)).toEqual(["intent", "execution", "report"]);
});

describe("what is refused, and where", () => {
  it.each<[string, ReturnType<typeof row>[], string, (string | number)[]]>([
    [
      "an unknown agent",
      [row("workflow/intent", { agent: "raeder" })],
      "unknown_agent",
      ["workflow", "intent", "agent"],
    ],
    ["an unknown task", [row("workflow/intent", { task: "reed" })], "unknown_task", ["workflow", "intent", "task"]],
    [
      "a stage without an agent",
      [row("workflow/intent", { agent: "" })],
      "missing_field",
      ["workflow", "intent", "agent"],
    ],
    [
      "an unknown tool",
      [row("agents/worker", { tools: ["get_ordre"] })],
      "unknown_tool",
      ["agents", "worker", "tools"],
    ],
    [
      "a stage after one that is missing",
      [row("workflow/report", { after: ["executoin"] })],
      "missing_stage",
      ["workflow", "report", "after"],
    ],
    [
      "stages on a circle",
      [row("workflow/intent", { after: ["execution"] })],
      "stage_cycle",
      ["workflow", "intent", "after"],
    ],
    [
      "a stage after itself",
      [row("workflow/intent", { after: ["intent"] })],
      "stage_cycle",
      ["workflow", "intent", "after"],
    ],
    [
      "two last stages",
      [row("workflow/report", { after: ["intent"] })],
      "several_ends",
      ["workflow", "report", "after"],
    ],
    [
      "a condition on the answer",
      [row("workflow/report", { when: "true" })],
      "end_is_optional",
      ["workflow", "report", "when"],
    ],
    [
      "tools of one that is asked once",
      [row("agents/worker", { type: "llm" })],
      "tools_need_agent",
      ["agents", "worker", "tools"],
    ],
    [
      "a form from an agent with rounds",
      [row("agents/reader", { type: "agent" })],
      "form_needs_llm",
      ["workflow", "intent", "task"],
    ],
    ["a task that says nothing", [row("tasks/work", { prompt: " " })], "missing_field", ["tasks", "work", "prompt"]],
    [
      "a tool without an address",
      [row("tools/get_order", { url: "" })],
      "missing_field",
      ["tools", "get_order", "url"],
    ],
    ["a bad model name", [row("agents/reader", { model: "gpt 4\n" })], "bad_model_name", ["agents", "reader", "model"]],
    [
      "a prompt that names a later stage",
      [row("tasks/read", { prompt: "{{ nodes.report.text }}" })],
      "unknown_variable",
      ["tasks", "read", "prompt"],
    ],
    [
      "a prompt that cannot be read",
      [row("tasks/read", { prompt: "{{ inputs. }}" })],
      "template_invalid",
      ["tasks", "read", "prompt"],
    ],
    [
      "a condition that cannot be read",
      [row("workflow/execution", { when: "1 +" })],
      "expression_invalid",
      ["workflow", "execution", "when"],
    ],
    [
      "a placeholder in a tool",
      [row("tools/get_order", { url: "/x/{{ nodes.nobody.text }}" })],
      "unknown_variable",
      ["tools", "get_order", "url"],
    ],
    [
      "a system prompt that names nothing",
      [row("agents/writer", { system_prompt: "{{ inputs.qeury }}" })],
      "unknown_variable",
      ["agents", "writer", "system_prompt"],
    ],
  ])("%s", (_what, rows, code, path) => {
    const resolved = resolveRuntimeConfig(sampleTemplates(), rows);
    expect(resolved).toMatchObject({ ok: false });
    const issues = resolved.ok ? [] : resolved.issues;
    expect(issues).toContainEqual(expect.objectContaining({ code, path, severity: "error" }));
    for (const issue of issues) expect(issue.message).toMatch(/[.?]$/);
  });

  it("a configuration without stages", () => {
    const resolved = resolveRuntimeConfig({ ...sampleTemplates(), workflow: {} }, []);
    expect(resolved).toMatchObject({ ok: false, issues: [{ code: "missing_stage", path: ["workflow"] }] });
  });
});

it("what is wrong is shown with everything that is right", () => {
  const examined = examineRuntimeConfig(sampleTemplates(), [
    row("agents/writer", { model: "no good", title: "Scribe" }),
  ]);
  expect(examined.issues).toHaveLength(1);
  expect(examined.workflow).toBeDefined();
  expect(examined.entries.agents.find((agent) => agent.key === "writer")?.values).toMatchObject({
    title: "Scribe",
    model: "gpt-4.1-mini",
  });
});
