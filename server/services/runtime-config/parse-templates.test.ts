import { expect, it } from "vitest";
import { parseTemplates } from "@/server/services/runtime-config/parse-templates";
import { readTemplates } from "@/server/services/runtime-config/read-templates";

const good = {
  agents: "writer:\n  model: gpt-4.1\n",
  tasks: "write:\n  prompt: '{{ inputs.query }}'\n",
  workflow: "report:\n  agent: writer\n  task: write\n",
  tools: "# none\n",
};

function parse(texts: Partial<typeof good>) {
  const all = { ...good, ...texts };
  const file = (section: keyof typeof good) => ({ file: `config/agents/${section}.yaml`, text: all[section] });
  return parseTemplates({
    agents: file("agents"),
    tasks: file("tasks"),
    workflow: file("workflow"),
    tools: file("tools"),
  });
}

it("the templates that come with the product can be used as they are", async () => {
  const templates = await readTemplates();
  expect(Object.keys(templates.workflow)).toEqual(["intent", "execution", "report"]);
});

it("reads what a file says, and takes an empty file as one without entries", () => {
  expect(parse({})).toEqual({
    ok: true,
    value: {
      agents: { writer: { model: "gpt-4.1" } },
      tasks: { write: { prompt: "{{ inputs.query }}" } },
      workflow: { report: { agent: "writer", task: "write" } },
      tools: {},
    },
  });
});

it.each<[string, Partial<typeof good>, object]>([
  [
    "an unknown field",
    { agents: "writer:\n  model: gpt-4.1\n  temprature: 1\n" },
    { code: "unknown_field", file: "config/agents/agents.yaml", line: 3, path: ["agents", "writer", "temprature"] },
  ],
  ["a wrong value", { agents: "# who\nwriter:\n  temperature: hot\n" }, { code: "wrong_value", line: 3 }],
  [
    "a wrong item of a list",
    { agents: "writer:\n  tools:\n    - ok\n    - not ok\n" },
    { code: "wrong_value", line: 4 },
  ],
  ["a number that JSON does not have", { agents: "writer:\n  temperature: .nan\n" }, { code: "wrong_value", line: 2 }],
  [
    "the same name twice",
    { tasks: "write:\n  prompt: a\nwrite:\n  prompt: b\n" },
    { code: "duplicate_key", file: "config/agents/tasks.yaml", line: 3 },
  ],
  ["the same field twice", { tasks: "write:\n  prompt: a\n  prompt: b\n" }, { code: "duplicate_key", line: 3 }],
  ["what is not YAML", { tools: "a: [1, 2\nb: }\n" }, { code: "invalid_yaml", file: "config/agents/tools.yaml" }],
  ["a list in place of names", { agents: "- writer\n" }, { code: "wrong_value", line: 1 }],
  [
    "a stage that names nobody",
    { workflow: "report:\n  task: write\n  agent: wirter\n" },
    { code: "unknown_agent", line: 3 },
  ],
  ["an alias that leads nowhere", { agents: "writer: *nobody\n" }, { code: "invalid_yaml" }],
])("tells %s with file and line", (_what, texts, issue) => {
  const parsed = parse(texts);
  expect(parsed).toMatchObject({ ok: false });
  expect(parsed.ok ? [] : parsed.issues).toContainEqual(expect.objectContaining(issue));
});

it("aliases that multiply without end are refused, not followed", () => {
  const levels = ["a: &a [x, x, x, x, x, x, x, x, x, x]"];
  for (const [name, before] of ["ba", "cb", "dc", "ed", "fe", "gf"].map((pair) => pair.split("")))
    levels.push(`${name}: &${name} [${Array.from({ length: 10 }, () => `*${before}`).join(", ")}]`);
  expect(parse({ agents: `${levels.join("\n")}\n` })).toMatchObject({ ok: false, issues: [{ code: "invalid_yaml" }] });
});
