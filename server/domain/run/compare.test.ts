import { describe, expect, it } from "vitest";
import { alignPieces, type ComparedPiece } from "./compare";

const piece = (address: string, outputHash = "a", more: Partial<ComparedPiece> = {}): ComparedPiece => ({
  address,
  status: "completed",
  outputHash,
  errorCode: null,
  ...more,
});

describe("two executions side by side", () => {
  it("are aligned by address, each side's own pieces where they belong", () => {
    const left = [piece("start"), piece("ask"), piece("old"), piece("say")];
    const right = [piece("start"), piece("new"), piece("ask", "b"), piece("newer"), piece("say")];
    const { pairs, firstDifference } = alignPieces(left, right);
    expect(pairs.map((pair) => [pair.address, pair.difference])).toEqual([
      ["start", "none"],
      ["new", "only-right"],
      ["ask", "output"],
      ["newer", "only-right"],
      ["old", "only-left"],
      ["say", "none"],
    ]);
    expect(firstDifference).toBe(1);
  });

  it("differ first where it begins inside a node, not at the node that contains it", () => {
    const left = ["ask", "ask#1", "ask#1.1", "say"].map((address) => piece(address));
    const right = [piece("ask", "b"), piece("ask#1"), piece("ask#1.1", "b"), piece("say", "b")];
    expect(alignPieces(left, right).firstDifference).toBe(2);
  });

  it("differ nowhere when they came to the same", () => {
    const left = [piece("start"), piece("say")];
    expect(alignPieces(left, left).firstDifference).toBe(-1);
    expect(alignPieces([], [])).toEqual({ pairs: [], firstDifference: -1 });
  });

  it("differ by state before they differ by output", () => {
    const failed = piece("ask", "a", { status: "failed", errorCode: "tool_failed" });
    expect(alignPieces([piece("ask")], [failed]).pairs[0]?.difference).toBe("status");
    const other = { ...failed, errorCode: "tool_timeout" };
    expect(alignPieces([failed], [other]).pairs[0]?.difference).toBe("status");
  });
});
