import { describe, expect, it } from "vitest";
import { emptyDraft, placesSentence, toDefinition, toDraft } from "./definition-draft";
import { freshName, readParameters, sampleArguments, writeParameters } from "./parameters";
import { lookWords } from "./tool-words";
import { readToolFilters, toolsHref } from "./tools-address";

describe("the table of parameters", () => {
  const schema = {
    type: "object",
    properties: { city: { type: "string", enum: ["Bonn"], minLength: 1 }, days: { type: ["integer", "null"] } },
    required: ["city"],
    additionalProperties: false,
  };

  it("writes back what it read, keywords it does not show included", () => {
    expect(writeParameters(schema, readParameters(schema))).toEqual(schema);
  });

  it("names a new parameter as none is named", () => {
    expect(freshName(readParameters({ properties: { parameter_2: {} } }))).toBe("parameter_3");
  });

  it("begins a test call with what is required", () => {
    expect(sampleArguments(schema)).toEqual({ city: "Bonn" });
  });
});

describe("a tool's definition in the form", () => {
  it("comes out as it went in", () => {
    const definition = {
      description: "d",
      inputSchema: { type: "object", properties: {} },
      invokeConfig: { method: "POST", path: "/a/{id}", query: { a: "1" }, headers: { x: "y" }, body: { b: [1] } },
    } as const;
    const shown = { ...definition, invokeConfig: { ...definition.invokeConfig, body: { b: [1] } } };
    expect(toDefinition(toDraft(shown))).toEqual({ ok: true, value: shown });
  });

  it("tells a whole URL from a path", () => {
    const whole = toDefinition({ ...emptyDraft, address: "https://a.example/x" });
    const path = toDefinition({ ...emptyDraft, address: "x/y" });
    expect(whole).toMatchObject({ value: { invokeConfig: { url: "https://a.example/x" } } });
    expect(path).toMatchObject({ value: { invokeConfig: { path: "x/y" } } });
  });

  it("says at which field it can not be read", () => {
    expect(toDefinition(emptyDraft)).toMatchObject({ ok: false, issues: { field: "address" } });
    expect(toDefinition({ ...emptyDraft, address: "/a", body: "{a: 1}" })).toMatchObject({ issues: { field: "body" } });
  });

  it("says where arguments go", () => {
    expect(placesSentence({ method: "GET", address: "/o/{id}" })).toBe(
      "id goes into the address, every other parameter into the query.",
    );
    expect(placesSentence({ method: "POST", address: "/o" })).toContain("into the body");
  });
});

it("the address of the page says what is shown, and nothing more than needed", () => {
  for (const href of ["/tools", "/tools?tab=servers", "/tools?q=a+b&archived=1"]) {
    expect(toolsHref(readToolFilters(new URL(href, "http://x").searchParams))).toBe(href);
  }
});

it("a look at a server is told in a sentence", () => {
  expect(lookWords({ added: 0, changed: 0, gone: 0, leftOut: [] })).toBe("Nothing has changed.");
  expect(lookWords({ added: 1, changed: 2, gone: 0, leftOut: [] })).toBe("1 new tool, 2 changed.");
});
