import { describe, expect, it } from "vitest";
import { findBranches, type TreeMessage, type TreeRun } from "./branches";

type Told = TreeMessage & { id: string };

const said = (seq: number, parentSeq: number | null, runId: string): Told => ({
  id: `m${seq}`,
  seq,
  parentSeq,
  role: "user",
  runId,
});
const answered = (seq: number, parentSeq: number, runId: string): Told => ({
  ...said(seq, parentSeq, runId),
  role: "assistant",
});
const run = (id: string, userMessageId: string | null, rootRunId = id): TreeRun => ({ id, rootRunId, userMessageId });

function branches(all: Told[], shown: number[], runs: TreeRun[]) {
  const branch = all.filter((message) => shown.includes(message.seq));
  const found = findBranches({ branch, nearby: all, runs });
  return {
    runs: [...found.shownRunIds],
    ofMessages: Object.fromEntries(found.ofMessages),
    ofRuns: Object.fromEntries(found.ofRuns),
  };
}

describe("findBranches", () => {
  it("shows every run of a conversation that never forked, and no choice", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r1"), said(3, 2, "r2"), answered(4, 3, "r2")];
    expect(branches(all, [1, 2, 3, 4], [run("r1", "m1"), run("r2", "m3")])).toEqual({
      runs: ["r1", "r2"],
      ofMessages: {},
      ofRuns: {},
    });
  });

  it("shows an edited message with its own answers, and the way to the one before", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r1"), said(3, null, "r2"), answered(4, 3, "r2")];
    const runs = [run("r1", "m1"), run("r2", "m3")];
    const variants = [
      { seq: 1, isEnd: false },
      { seq: 3, isEnd: false },
    ];
    expect(branches(all, [3, 4], runs)).toEqual({
      runs: ["r2"],
      ofMessages: { 3: { shown: 1, all: variants } },
      ofRuns: {},
    });
    expect(branches(all, [1, 2], runs)).toEqual({
      runs: ["r1"],
      ofMessages: { 1: { shown: 0, all: variants } },
      ofRuns: {},
    });
  });

  it("shows one answer of several to the same message", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r1"), answered(3, 1, "r2"), answered(4, 3, "r2")];
    const runs = [run("r1", "m1"), run("r2", "m1")];
    const all2 = [
      { seq: 2, isEnd: false },
      { seq: 3, isEnd: false },
    ];
    expect(branches(all, [1, 3, 4], runs)).toMatchObject({ runs: ["r2"], ofRuns: { r2: { shown: 1, all: all2 } } });
    expect(branches(all, [1, 2], runs)).toMatchObject({ runs: ["r1"], ofRuns: { r1: { shown: 0, all: all2 } } });
  });

  it("keeps what was said after an answer with that answer", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r1"), said(3, 2, "r2"), answered(4, 1, "r3")];
    const runs = [run("r1", "m1"), run("r2", "m3"), run("r3", "m1")];
    expect(branches(all, [1, 4], runs).runs).toEqual(["r3"]);
    expect(branches(all, [1, 2, 3], runs).runs).toEqual(["r1", "r2"]);
  });

  it("shows the last of the runs that said nothing where nothing follows the message", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r3")];
    const runs = [run("r1", "m1"), run("r2", "m1"), run("r3", "m1")];
    const variants = [
      { seq: 1, isEnd: true },
      { seq: 2, isEnd: false },
    ];
    expect(branches(all, [1], runs)).toMatchObject({ runs: ["r2"], ofRuns: { r2: { shown: 0, all: variants } } });
    expect(branches(all, [1, 2], runs)).toMatchObject({ runs: ["r3"], ofRuns: { r3: { shown: 1, all: variants } } });
  });

  it("shows a run that is only beginning, in the place of the answer that it is to replace", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r1")];
    expect(branches(all, [1], [run("r1", "m1"), run("r2", "m1")])).toMatchObject({
      runs: ["r2"],
      ofRuns: { r2: { shown: 1 } },
    });
  });

  it("takes a resumed run for a part of the run that waited", () => {
    const all = [said(1, null, "r1"), answered(2, 1, "r1"), answered(3, 2, "r1b")];
    const runs = [run("r1", "m1"), run("r1b", null, "r1")];
    expect(branches(all, [1, 2, 3], runs)).toEqual({ runs: ["r1", "r1b"], ofMessages: {}, ofRuns: {} });
  });

  it("shows runs that nobody said anything to by what they said, and the last one in any case", () => {
    const all = [{ ...answered(1, 0, "r1"), parentSeq: null }, answered(2, 1, "r2")];
    expect(branches(all, [1, 2], [run("r1", null), run("r2", null), run("r3", null)]).runs).toEqual(["r1", "r2", "r3"]);
  });
});
