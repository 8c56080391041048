import { describe, expect, it } from "vitest";
import { callsAfter } from "./fork-calls";
import { callOfKey, defaultChoice, matchCall } from "./fork-record";

const chosen = (...keys: string[]) => keys.map((key) => ({ key, choice: "keep" as const }));
const none: ReadonlySet<string> = new Set();

describe("finding what was chosen for a call", () => {
  it("goes by the place of the call, whatever the run", () => {
    expect(callOfKey("run-1:items/ask:3:2.1.ab")).toBe("items/ask:3:2.1.ab");
    const calls = chosen("run-1:ask:0:1.1.ab", "run-1:ask:0:2.1.ab");
    expect(matchCall(calls, "ask:0:2.1.ab", none)?.key).toBe("run-1:ask:0:2.1.ab");
  });

  it("finds an agent's same call in another round, and never that of another node or item", () => {
    const calls = chosen("run-1:items/ask:3:1.1.ab");
    expect(matchCall(calls, "items/ask:3:4.2.ab", none)).toBeDefined();
    expect(matchCall(calls, "items/ask:4:1.1.ab", none)).toBeUndefined();
    expect(matchCall(calls, "other:0:1.1.ab", none)).toBeUndefined();
    expect(matchCall(calls, "items/ask:3:1.1.cd", none)).toBeUndefined();
  });

  it("uses each choice once", () => {
    const calls = chosen("r:ask:0:1.1.ab", "r:ask:0:2.1.ab");
    expect(matchCall(calls, "ask:0:1.1.ab", new Set(["r:ask:0:1.1.ab"]))?.key).toBe("r:ask:0:2.1.ab");
    expect(matchCall(calls, "ask:0:3.1.ab", new Set(calls.map((call) => call.key)))).toBeUndefined();
  });
});

describe("the choice until a person chooses", () => {
  it("keeps what had an answer, repeats what failed, and leaves alone what may have happened", () => {
    expect(defaultChoice({ status: "done", hasResult: true })).toBe("keep");
    expect(defaultChoice({ status: "failed", hasResult: false })).toBe("again");
    expect(defaultChoice({ status: "intended", hasResult: false })).toBe("skip");
  });
});

describe("the outside calls after a point", () => {
  const call = (address: string, runId = "run") => ({ key: `${runId}:${address}`, runId, address });
  const division = { kept: ["before"], segments: new Set(["run"]), executedIn: new Map<string, string>() };

  it("leaves out what is kept and what happened inside an edited piece", () => {
    const calls = [call("before"), call("ask#1.1"), call("after")];
    expect(callsAfter(calls, division).map((one) => one.address)).toEqual(["ask#1.1", "after"]);
    expect(callsAfter(calls, { ...division, edited: "ask" }).map((one) => one.address)).toEqual(["after"]);
  });

  it("takes in calls of an earlier run only where its pieces still stand", () => {
    const calls = [call("first", "earlier"), call("second", "earlier"), call("second")];
    const executedIn = new Map([
      ["first", "earlier"],
      ["second", "run"],
    ]);
    expect(callsAfter(calls, { ...division, executedIn }).map((one) => one.key)).toEqual([
      "earlier:first",
      "run:second",
    ]);
  });
});
