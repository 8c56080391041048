import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchLength, layOut, storableJson } from "@/server/progress/batch";
import type { Progress } from "@/server/progress/progress";

const target = { tenantId: "public", sessionId: "s", runId: "r", epoch: 1 };

describe("storableJson", () => {
  it("F-50 replaces NUL and lone surrogates and nothing else", () => {
    const value = { text: "a\u0000b \ud83d \ude00 \\u0000 \\\\u0000 😀 \u2028", nested: [{ "key\u0000": "\udc00" }] };
    expect(JSON.parse(storableJson(value))).toEqual({
      text: "a\ufffdb \ufffd \ufffd \\u0000 \\\\u0000 😀 \u2028",
      nested: [{ "key\ufffd": "\ufffd" }],
    });
  });

  it("leaves every well-formed value without NUL as JSON.stringify writes it", () => {
    const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\u0000"));
    fc.assert(
      fc.property(fc.dictionary(text, fc.array(text)), (value) => storableJson(value) === JSON.stringify(value)),
    );
  });
});

describe("layOut", () => {
  it("keeps the events of all writes in order and remembers where each came from", () => {
    const delta = (text: string) =>
      ({ type: "text.delta", messageId: "m", audience: "everyone", delta: text }) as const;
    const { values, targets, eventOrigins } = layOut([
      { progress: { target, events: [delta("a"), delta("b")] } },
      { progress: { target: { ...target, runId: "other" }, events: [delta("c")] } },
    ]);
    const laidOut: { run_id: string; events: { ord: number }[] }[] = JSON.parse(values[0] ?? "");
    expect(laidOut.map(({ run_id, events }) => [run_id, events.map(({ ord }) => ord)])).toEqual([
      ["r", [0, 1]],
      ["other", [2]],
    ]);
    expect(targets).toEqual([0, 1]);
    expect(eventOrigins).toEqual([
      { item: 0, index: 0 },
      { item: 0, index: 1 },
      { item: 1, index: 0 },
    ]);
  });

  it("merges the beginning and the end of a node in one batch into one row that keeps its input", () => {
    const node = { nodeId: "n", kind: "llm", title: "N", attempt: 1 } as const;
    const writes: Progress[] = [
      { target, nodeRuns: [{ ...node, status: "running", input: { a: 1 } }] },
      { target, nodeRuns: [{ ...node, status: "completed", outputText: "x", durationMs: 5 }] },
    ];
    expect(JSON.parse(layOut(writes.map((progress) => ({ progress }))).values[0] ?? "")).toMatchObject([
      { nodeRuns: [{ status: "completed", input: { a: 1 }, output_text: "x" }] },
    ]);
  });
});

describe("batchLength", () => {
  const node = { nodeId: "n", kind: "tool", title: "N", attempt: 1 } as const;
  const begin = (claim: string) => ({
    progress: { target, nodeRuns: [{ ...node, status: "running" as const, claim }] },
  });
  const end = (claim: string) => ({
    progress: {
      target: { ...target, attempt: { nodeId: "n", attempt: 1, claim } },
      nodeRuns: [{ ...node, status: "completed" as const }],
    },
  });

  it("lets one execution begin and end an attempt in one statement, and keeps two executions apart", () => {
    expect(batchLength([begin("a"), end("a")], 10)).toBe(2);
    expect(batchLength([begin("a"), end("a"), begin("b"), end("b")], 10)).toBe(2);
    expect(batchLength([end("a"), begin("b")], 10)).toBe(1);
    expect(batchLength([{ progress: { target } }, end("a"), { progress: { target } }, end("b")], 10)).toBe(3);
  });

  it("takes no more than is allowed, and always something", () => {
    expect(batchLength([begin("a"), begin("a"), begin("a")], 2)).toBe(2);
    expect(batchLength([begin("a")], 10)).toBe(1);
  });
});
