import { expect, it } from "vitest";
import type { RuntimeRow } from "./merge";
import { applyChanges, changesBetween } from "./row-changes";
import { sampleTemplates } from "./templates.fixture";

const templates = sampleTemplates();
const rows: RuntimeRow[] = [
  { section: "agents", key: "helper", config: { model: "gpt-4.1" } },
  { section: "agents", key: "reader", config: { temperature: 1, model: "gpt-4.1" } },
];

it("puts a row in place of the one that was there and leaves the others", () => {
  const after = applyChanges(
    rows,
    [{ section: "agents", key: "reader", config: { title: "Listener", model: null } }],
    templates,
  );
  expect(after).toEqual([rows[0], { section: "agents", key: "reader", config: { title: "Listener" } }]);
});

it("takes a row away that says nothing about a template's entry, but keeps an entry of its own", () => {
  const change = { section: "agents", config: { model: null } } as const;
  const after = applyChanges(
    rows,
    [
      { ...change, key: "reader" },
      { ...change, key: "helper" },
    ],
    templates,
  );
  expect(after).toEqual([{ section: "agents", key: "helper", config: {} }]);
  expect(applyChanges(after, [{ section: "agents", key: "helper", config: null }], templates)).toEqual([]);
});

it("the changes between two states lead from one to the other, and back", () => {
  const after = applyChanges(
    rows,
    [
      { section: "agents", key: "helper", config: null },
      { section: "agents", key: "reader", config: { temperature: 0 } },
      { section: "tools", key: "refund", config: { url: "/x" } },
    ],
    templates,
  );
  expect(applyChanges(rows, changesBetween(rows, after), templates)).toEqual(after);
  expect(applyChanges(after, changesBetween(after, rows), templates)).toEqual(rows);
});

it("the order of a row's fields is no change", () => {
  const turned: RuntimeRow[] = [
    { section: "agents", key: "reader", config: { model: "gpt-4.1", temperature: 1 } },
    ...rows.slice(0, 1),
  ];
  expect(changesBetween(rows, turned)).toEqual([]);
});
