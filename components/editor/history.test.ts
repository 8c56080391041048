import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bail, close, createHistory, historyLimit, mark, record, redo, undo, type History } from "./history";

describe("history", () => {
  test("undo returns to the graph before and redo to the graph after", () => {
    const history = record(record(createHistory("a"), "b"), "c");
    expect(undo(history).present).toBe("b");
    expect(undo(undo(history)).present).toBe("a");
    expect(redo(undo(history)).present).toBe("c");
  });

  test("undo and redo at their ends change nothing", () => {
    const history = createHistory("a");
    expect(undo(history)).toBe(history);
    expect(redo(history)).toBe(history);
  });

  test("the changes of one burst are one step", () => {
    let history = mark(record(createHistory("a"), "b"), "field");
    for (const value of ["b1", "b2", "b3"]) history = record(mark(history, "field"), value);
    expect(undo(history).present).toBe("b");
    expect(undo(undo(history)).present).toBe("a");
  });

  test("a closed burst and a burst of another key start new steps", () => {
    let history = record(mark(createHistory("a"), "one"), "b");
    history = record(mark(close(history), "one"), "c");
    history = record(mark(history, "two"), "d");
    expect(history.undos).toEqual(["a", "b", "c"]);
  });

  test("bail returns to the mark and keeps what could be redone", () => {
    const before = undo(record(createHistory("a"), "b"));
    const bailed = bail(record(mark(before, "field"), "x"));
    expect(bailed.present).toBe("a");
    expect(redo(bailed).present).toBe("b");
  });

  test("a change to the same graph is no step and keeps redo", () => {
    const history = undo(record(createHistory("a"), "b"));
    expect(record(history, "a")).toBe(history);
  });

  test("the number of kept steps is limited", () => {
    let history: History<number> = createHistory(0);
    for (let step = 1; step <= historyLimit + 50; step += 1) history = record(history, step);
    expect(history.undos).toHaveLength(historyLimit);
  });

  test("undoing everything and redoing everything ends where it began", () => {
    const action = fc.oneof(
      fc.record({ kind: fc.constant("record" as const), value: fc.integer() }),
      fc.record({ kind: fc.constant("mark" as const), value: fc.integer({ min: 0, max: 2 }) }),
      fc.constantFrom(
        { kind: "close" as const },
        { kind: "undo" as const },
        { kind: "redo" as const },
        { kind: "bail" as const },
      ),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        let history: History<{ value: number }> = createHistory({ value: -1 });
        for (const each of actions) {
          if (each.kind === "record") history = record(history, { value: each.value });
          else if (each.kind === "mark") history = mark(history, String(each.value));
          else if (each.kind === "close") history = close(history);
          else if (each.kind === "undo") history = undo(history);
          else if (each.kind === "redo") history = redo(history);
          else history = bail(history);
        }
        while (history.redos.length > 0) history = redo(history);
        const end = history.present;
        const steps = history.undos.length;
        for (let step = 0; step < steps; step += 1) history = undo(history);
        for (let step = 0; step < steps; step += 1) history = redo(history);
        expect(history.present).toBe(end);
      }),
    );
  });
});
