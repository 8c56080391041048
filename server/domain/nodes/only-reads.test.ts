import { expect, it } from "vitest";
import type { JsonObject } from "../json";
import { onlyReads } from "./only-reads";

const tool = (config: JsonObject) => onlyReads({ id: "call", type: "tool", config });
const url = "https://shop.example/orders";

it.each<[string, JsonObject, boolean]>([
  ["a call without a method, which is a GET", { url }, true],
  ["a GET", { url, method: "GET" }, true],
  ["a HEAD", { url, method: "HEAD" }, true],
  ["a GET that its invoke config names", { invoke_config_json: { url, method: "GET" } }, true],
  ["a POST", { url, method: "POST" }, false],
  ["a POST that its invoke config names", { url, method: "GET", invoke_config_json: { method: "POST" } }, false],
  ["a GET of which a person is asked", { url, needs_approval: true }, false],
  ["a stored tool, of which the document says nothing", { tool_binding_id: "orders" }, false],
  ["a call that could not be made", { method: "GET" }, false],
])("says of %s whether it only reads", (_what, config, expected) => {
  expect(tool(config)).toBe(expected);
});

it("says of other kinds that they do more than read", () => {
  expect(onlyReads({ id: "ask", type: "llm", config: { prompt: "What is the weather?" } })).toBe(false);
  expect(onlyReads({ id: "http", type: "http-request", config: { url } })).toBe(true);
});
