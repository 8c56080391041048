import { describe, expect, test } from "vitest";
import { layOut } from "./layout";
import { span } from "./span.fixture";
import { noFilter, type RowFilter, visibleRows } from "./visible-rows";

const trace = layOut(
  [
    span({ id: "run", kind: "run", endedAtMs: 100, status: "failed" }),
    span({ id: "agent", parentId: "run", name: "Shop assistant", startedAtMs: 1, endedAtMs: 50 }),
    span({ id: "llm", parentId: "agent", kind: "llm", name: "gpt-5", startedAtMs: 2, endedAtMs: 20 }),
    span({
      id: "tool",
      parentId: "agent",
      kind: "tool",
      name: "get_order",
      startedAtMs: 21,
      endedAtMs: 40,
      host: "shop.test",
    }),
    span({
      id: "code",
      parentId: "run",
      name: "Sum up",
      startedAtMs: 60,
      status: "failed",
      error: { code: "code_failed", message: "There is no total." },
    }),
  ],
  0,
);

function shown(closed: string[], filter: Partial<RowFilter> = {}): string[] {
  return visibleRows(trace, new Set(closed), { ...noFilter, ...filter }).map(
    (row) => `${row.entry.span.id}${row.isMatch ? "" : " (way)"}`,
  );
}

describe("the rows that are drawn", () => {
  test("all of them at first", () => {
    expect(shown([])).toEqual(["run", "agent", "llm", "tool", "code"]);
  });

  test("a closed row hides all that is below it and nothing else", () => {
    expect(shown(["agent"])).toEqual(["run", "agent", "code"]);
    expect(shown(["run", "agent"])).toEqual(["run"]);
  });

  test("a filter shows what it asks for and the way there, also below closed rows", () => {
    expect(shown(["run", "agent"], { only: "llm" })).toEqual(["run (way)", "agent (way)", "llm"]);
    expect(shown([], { only: "errors" })).toEqual(["run", "code"]);
  });

  test("all words must be found, in name, host, kind or error", () => {
    expect(shown([], { query: "ORDER shop.test" })).toEqual(["run (way)", "agent (way)", "tool"]);
    expect(shown([], { query: "no total" })).toEqual(["run (way)", "code"]);
    expect(shown([], { query: "order total" })).toEqual([]);
    expect(shown([], { query: "order", only: "llm" })).toEqual([]);
  });

  test("only rows with something below them can be opened", () => {
    const rows = visibleRows(trace, new Set(["agent"]), noFilter);
    expect(rows.map((row) => [row.hasChildren, row.isExpanded])).toEqual([
      [true, true],
      [true, false],
      [false, false],
    ]);
  });
});
