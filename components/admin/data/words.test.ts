import { expect, it } from "vitest";
import { formatBytes, formatKept } from "./words";

it.each([
  [0, "0 B"],
  [820, "820 B"],
  [1536, "1.5 kB"],
  [48 * 1024 * 1024, "48 MB"],
  [3.25 * 1024 ** 3, "3.3 GB"],
  [5000 * 1024 ** 4, "5000 TB"],
])("writes %i bytes as %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it("tells from when the days count, what is kept for ever and what only until its work is done", () => {
  expect(formatKept(30, "after its run ended")).toBe("30 days after its run ended");
  expect(formatKept(1, "after it came")).toBe("1 day after it came");
  expect(formatKept(null, "after its run ended")).toBe("for ever");
  expect(formatKept(null, "")).toBe("for ever");
  expect(formatKept(null, "until it is handed over")).toBe("until it is handed over");
});
