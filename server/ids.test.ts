import { expect, test, vi } from "vitest";
import { newId } from "./ids";

test("ids are version 7, all different, and ascend, also within a millisecond and when the clock goes back", () => {
  const ids = Array.from({ length: 5000 }, newId);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 60_000 });
  ids.push(...Array.from({ length: 500 }, newId));
  vi.useRealTimers();
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(ids.toSorted());
  expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
    true,
  );
});
