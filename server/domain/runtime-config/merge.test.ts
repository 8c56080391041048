import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../json";
import { mergeEntries } from "./merge";
import { runtimeSections, type RuntimeSection, sectionSchemas } from "./sections";

const none = { agents: {}, tasks: {}, workflow: {}, tools: {} };

/** One field of one entry, merged from what a template and a row say. */
function merged(section: RuntimeSection, template: Json | undefined, row: Json | undefined) {
  const rows = row === undefined ? [] : [{ section, key: "one", config: row }];
  const templates = template === undefined ? none : { ...none, [section]: { one: template } };
  const { entries, issues } = mergeEntries(templates, rows);
  return { entry: entries[section][0], issues };
}

/** Two different valid values for every field of every section. */
const values: Record<RuntimeSection, Record<string, [template: Json, row: Json]>> = {
  agents: {
    title: ["Reader", "Listener"],
    type: ["agent", "llm"],
    model: ["gpt-4.1-mini", "meta-llama/Llama-3.1-8B:free"],
    system_prompt: ["Read.", "Listen."],
    temperature: [0.5, 0],
    max_tokens: [100, 200],
    max_rounds: [8, 3],
    tools: [["get_order"], []],
  },
  tasks: {
    title: ["Read", "Listen"],
    prompt: ["{{ inputs.query }}", "Say hello."],
    expected_output: [{ type: "object" }, {}],
  },
  workflow: {
    title: ["Understand", "Listen"],
    agent: ["reader", "listener"],
    task: ["read", "listen"],
    after: [["intent"], []],
    when: ["true", "false"],
  },
  tools: {
    description: ["Look up.", "Find."],
    tool_binding_id: ["b-1", "b-2"],
    parameters: [{ type: "object" }, { type: "object", properties: { id: { type: "string" } } }],
    method: ["POST", "GET"],
    url: ["https://a.example/x", "/api/demo/x"],
    base_url: ["https://a.example", "https://b.example"],
    path: ["/x", "/y"],
    query: [{ a: "1" }, {}],
    headers: [{ accept: "text/plain" }, {}],
    body: [{ a: 1 }, [1, 2]],
    needs_approval: [true, false],
  },
};

const fields = runtimeSections.flatMap((section) =>
  Object.entries(values[section]).map(([field, [template, row]]) => ({ section, field, template, row })),
);

it("the tests below cover every field of every section", () => {
  for (const section of runtimeSections)
    expect(Object.keys(values[section]).toSorted()).toEqual(Object.keys(sectionSchemas[section].shape).toSorted());
});

describe.each(fields)("$section.$field", ({ section, field, template, row }) => {
  const valueOf = (templateConfig: JsonObject | undefined, rowConfig: JsonObject | undefined) => {
    const { entry, issues } = merged(section, templateConfig, rowConfig);
    expect(issues).toEqual([]);
    return [entry === undefined ? undefined : (entry.values as JsonObject)[field], entry?.sources[field]];
  };
  const byDefault = sectionSchemas[section].parse({}) as JsonObject;

  it("is the row's, else the template's, else the default's", () => {
    expect(valueOf({ [field]: template }, { [field]: row })).toEqual([row, "row"]);
    expect(valueOf(undefined, { [field]: row })).toEqual([row, "row"]);
    expect(valueOf({ [field]: template }, {})).toEqual([template, "template"]);
    expect(valueOf({ [field]: template }, undefined)).toEqual([template, "template"]);
    expect(valueOf({}, undefined)).toEqual([byDefault[field], "default"]);
  });

  it("goes back to the template when the row says null, and to the default when the template does", () => {
    expect(valueOf({ [field]: template }, { [field]: null })).toEqual([template, "template"]);
    expect(valueOf({ [field]: null }, { [field]: null })).toEqual([byDefault[field], "default"]);
  });
});

it("an empty text in a row is a value, not an absence", () => {
  const { entry } = merged("agents", { system_prompt: "Read.", model: "gpt-4.1" }, { system_prompt: "", model: "" });
  expect(entry?.values).toMatchObject({ system_prompt: "", model: "" });
  expect(entry?.sources).toMatchObject({ system_prompt: "row", model: "row" });
});

it("whatever rows and templates say, each field is decided by itself", () => {
  const layer = fc.dictionary(fc.constantFrom(...Object.keys(values.agents)), fc.constantFrom("value", "null"));
  fc.assert(
    fc.property(layer, layer, (template, row) => {
      const config = (chosen: Record<string, string>, side: 0 | 1) =>
        Object.fromEntries(
          Object.entries(chosen).map(([field, kind]) => [
            field,
            kind === "null" ? null : (values.agents[field]?.[side] ?? null),
          ]),
        );
      const { entry, issues } = merged("agents", config(template, 0), config(row, 1));
      expect(issues).toEqual([]);
      for (const field of Object.keys(values.agents)) {
        const source = row[field] === "value" ? "row" : template[field] === "value" ? "template" : "default";
        expect(entry?.sources[field]).toBe(source);
      }
    }),
  );
});

it("a wrong value is told and the template's is used in its place", () => {
  const { entry, issues } = merged("agents", { temperature: 0.5 }, { temperature: 9 });
  expect(issues).toMatchObject([{ code: "wrong_value", severity: "error", path: ["agents", "one", "temperature"] }]);
  expect(entry?.values).toMatchObject({ temperature: 0.5 });
  expect(entry?.sources.temperature).toBe("template");
});

it.each<[string, RuntimeSection, Json, object]>([
  [
    "an unknown field, with the one that was meant",
    "agents",
    { temprature: 1 },
    { code: "unknown_field", path: ["agents", "one", "temprature"] },
  ],
  ["a field of the prototype", "agents", { constructor: "x" }, { code: "unknown_field" }],
  [
    "a model name with a space",
    "agents",
    { model: "gpt 4" },
    { code: "bad_model_name", path: ["agents", "one", "model"] },
  ],
  ["a type of agent that does not exist", "agents", { type: "robot" }, { code: "unknown_agent_type" }],
  ["a list in place of an entry", "tasks", ["prompt"], { code: "wrong_value", path: ["tasks", "one"] }],
])("refuses %s", (_what, section, config, issue) => {
  expect(merged(section, undefined, config).issues).toMatchObject([issue]);
});

it("suggests the field that was meant", () => {
  expect(merged("agents", undefined, { temprature: 1 }).issues[0]?.message).toContain("Did you mean temperature?");
});

it("refuses a second row for one entry, an unknown section, and names that nodes cannot have", () => {
  const config = {};
  const { issues } = mergeEntries(none, [
    { section: "agents", key: "one", config },
    { section: "agents", key: "one", config },
    { section: "agent", key: "one", config },
    { section: "agents", key: "__proto__", config },
    { section: "workflow", key: "answer", config },
    { section: "workflow", key: "when-report", config },
    { section: "tools", key: "has space", config },
  ]);
  expect(issues.map((issue) => issue.code)).toEqual([
    "duplicate_key",
    "unknown_section",
    "bad_key",
    "bad_key",
    "bad_key",
    "bad_key",
  ]);
});
