import { describe, expect, test } from "vitest";
import { bootKey, encodeFrame, FrameReader } from "./frames";

const key = Buffer.alloc(16, 7);
const done = { kind: "done", result: "1", stdoutTruncated: false, stderrTruncated: false };

describe("FrameReader", () => {
  test("puts frames together however the bytes are cut", () => {
    const bytes = Buffer.concat([encodeFrame(key, { kind: "stdout", chunk: "aGk=" }), encodeFrame(key, done)]);
    const reader = new FrameReader(1000);
    const frames = [...bytes].flatMap((byte) => reader.read(Buffer.of(byte), key));
    expect(frames).toEqual([{ kind: "stdout", chunk: "aGk=" }, done]);
  });

  test.each([
    ["another key", encodeFrame(bootKey, done), "wrong key"],
    ["a body over the limit", encodeFrame(key, { ...done, result: "x".repeat(2000) }), "too long"],
    ["a kind that does not exist", encodeFrame(key, { kind: "trusted" }), "invalid_union"],
    ["bytes that are no frame", Buffer.from("Segmentation fault (core dumped)"), "wrong key"],
  ])("P-6 refuses %s", (_name, bytes, problem) => {
    expect(() => new FrameReader(1000).read(bytes, key)).toThrow(problem);
  });
});
