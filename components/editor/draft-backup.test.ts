import { expect, test, vi } from "vitest";
import { renameNode } from "@/components/editor/commands/rename-node";
import { isSameDocument, readBackup, recoveryOf } from "./draft-backup";
import { sampleGraph } from "@/components/editor/testing/sample-graph";

const server = { draft: sampleGraph(), draftVersion: 4 };
const mine = renameNode(sampleGraph(), { nodeId: "ask", title: "Mine" });

test("a backup of what the server has by now is nothing to recover", () => {
  expect(recoveryOf(null, server)).toEqual({ type: "none" });
  expect(recoveryOf({ expectedVersion: 3, draft: sampleGraph(), unanswered: [] }, server)).toEqual({ type: "none" });
});

test("a backup made from the server's draft is restored", () => {
  expect(recoveryOf({ expectedVersion: 4, draft: mine, unanswered: [] }, server)).toEqual({
    type: "restore",
    draft: mine,
  });
});

test("a backup is restored when what the server has since is what this browser was sending", () => {
  const partly = renameNode(sampleGraph(), { nodeId: "ask", title: "M" });
  const backup = { expectedVersion: 3, draft: mine, unanswered: [sampleGraph(), partly] };
  expect(recoveryOf(backup, { draft: partly, draftVersion: 4 })).toEqual({ type: "restore", draft: mine });
});

test("a backup that was kept before there were unanswered drafts is still read", () => {
  const kept = JSON.stringify({ expectedVersion: 4, draft: mine });
  vi.stubGlobal("localStorage", { getItem: () => kept });
  expect(readBackup("w")).toMatchObject({ expectedVersion: 4, unanswered: [] });
  vi.unstubAllGlobals();
});

test("a backup made from an older draft is a conflict for a person", () => {
  expect(recoveryOf({ expectedVersion: 3, draft: mine, unanswered: [] }, server)).toEqual({
    type: "conflict",
    draft: mine,
  });
});

test("documents are the same whatever the order of their keys, and not whatever the order of their nodes", () => {
  const graph = sampleGraph();
  const turned = Object.fromEntries(Object.entries(graph).toReversed()) as typeof graph;
  expect(isSameDocument(graph, turned)).toBe(true);
  expect(isSameDocument(graph, { ...graph, nodes: graph.nodes.toReversed() })).toBe(false);
});
