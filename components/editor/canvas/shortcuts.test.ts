import { expect, test } from "vitest";
import { shortcutOf } from "./shortcuts";

const press = (key: string, modifiers: Partial<Record<"metaKey" | "ctrlKey" | "shiftKey" | "altKey", boolean>> = {}) =>
  shortcutOf({ key, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, ...modifiers });

test.each([
  ["z", { ctrlKey: true }, "undo"],
  ["Z", { metaKey: true, shiftKey: true }, "redo"],
  ["y", { ctrlKey: true }, "redo"],
  ["a", { metaKey: true }, "select-all"],
  ["d", { ctrlKey: true }, "duplicate"],
  ["s", { ctrlKey: true }, "save"],
  ["Enter", { metaKey: true }, "test"],
  ["Backspace", {}, "delete"],
  ["Delete", {}, "delete"],
  ["f", {}, "fit"],
  ["n", {}, "add-node"],
  ["Escape", {}, "escape"],
])("%s with %j means %s", (key, modifiers, action) => {
  expect(press(key, modifiers)).toBe(action);
});

test.each([
  ["f", { ctrlKey: true }],
  ["z", {}],
  ["c", { ctrlKey: true }],
  ["v", { ctrlKey: true }],
  ["a", { ctrlKey: true, shiftKey: true }],
  ["F", { shiftKey: true }],
  ["d", { ctrlKey: true, altKey: true }],
])("%s with %j is left to the browser", (key, modifiers) => {
  expect(press(key, modifiers)).toBeNull();
});
