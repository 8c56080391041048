import { describe, expect, it } from "vitest";
import {
  appCallOf,
  documentNodeIdOf,
  effectScopeOf,
  frameOf,
  holderOf,
  innerFrame,
  itemFrame,
  itemIndexOf,
  joinAddress,
  nodeAddressOf,
  nodeIdOf,
  outermostNodeIdOf,
  stageAddress,
  stageOf,
} from "./address";

describe("addresses", () => {
  it.each([
    ["ask", "", "ask", "ask", undefined, "ask"],
    ["ask#2.1", "", "ask", "ask", "2.1", "ask"],
    ["items[3]/ask", "items[3]/", "ask", "items[3]/ask", undefined, "items"],
    ["items[3]/ask#2", "items[3]/", "ask", "items[3]/ask", "2", "items"],
    ["ask#2.1/draft", "ask#2.1/", "draft", "ask#2.1/draft", undefined, "ask"],
    ["a/b[0]/c#1.2/d#0", "a/b[0]/c#1.2/", "d", "a/b[0]/c#1.2/d", "0", "a"],
  ])("%s is taken apart", (address, frame, nodeId, nodeAddress, stage, outermost) => {
    expect(frameOf(address)).toBe(frame);
    expect(nodeIdOf(address)).toBe(nodeId);
    expect(nodeAddressOf(address)).toBe(nodeAddress);
    expect(stageOf(address)).toBe(stage);
    expect(outermostNodeIdOf(address)).toBe(outermost);
  });

  it.each([
    ["call", "call:0"],
    ["items[3]/call", "items/call:3"],
    ["a[0]/b[12]/call", "a/b/call:0.12"],
  ])("%s has the effects of %s", (address, scope) => {
    expect(effectScopeOf(address)).toBe(scope);
  });

  it.each([
    ["ask#2.1", "ask"],
    ["items[3]/ask#2.1", "ask"],
    ["a[0]/b[1]/c", "c"],
    ["review/ask", "review"],
    ["items[0]/ask#1.1/draft", "ask"],
  ])("%s belongs to the document's node %s", (address, nodeId) => {
    expect(documentNodeIdOf(address)).toBe(nodeId);
  });

  it.each([
    ["ask#2.1/draft", "ask#2.1"],
    ["items[3]/ask#2.1/inner#1.2/deep[0]/draft#1", "items[3]/ask#2.1/inner#1.2"],
    ["ask#2.1", undefined],
    ["review/draft", undefined],
    ["items[3]/ask#2", undefined],
  ])("%s runs inside the call %s", (address, call) => {
    expect(appCallOf(address)).toBe(call);
  });

  it.each([
    ["ask", undefined, undefined],
    ["items[3]/ask#2", "items", 3],
    ["ask#2.1/draft", "ask#2.1", undefined],
    ["a[0]/b[12]/call", "a[0]/b", 12],
  ])("%s lies inside %s, at item %s", (address, holder, index) => {
    expect(holderOf(address)).toBe(holder);
    expect(itemIndexOf(address)).toBe(index);
  });

  it("are put together from frames, nodes and stages", () => {
    const inner = joinAddress(itemFrame("items", 3), "ask");
    expect(stageAddress(inner, "2.1")).toBe("items[3]/ask#2.1");
    expect(joinAddress(innerFrame(stageAddress(inner, "2.1")), "draft")).toBe("items[3]/ask#2.1/draft");
  });
});
