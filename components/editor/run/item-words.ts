import { resolveKind } from "@/server/domain/nodes/registry";
import { frameOf } from "@/server/domain/run/address";
import { nodesById, type Graph } from "@/components/editor/graph";
import { itemsOf } from "./item-counts";
import type { RunView } from "./run-view";

/** `Item 4`, or inside a loop `Pass 2`; of containers in each other `Item 4, pass 2`. Empty outside of containers. */
export function wordsOfItem(graph: Graph, address: string): string {
  const nodes = nodesById(graph);
  const words = itemsOf(address).map(({ containerId, index }) => {
    const isLoop = resolveKind(nodes.get(containerId)?.type ?? "") === "loop";
    return `${isLoop ? "pass" : "item"} ${index + 1}`;
  });
  const text = words.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Where the node ran that Last run shows: for the item that was chosen, or else the first that failed, the first that waits,
 * or the last that it ran for. Outside of containers the node's own id.
 */
export function shownAddress(run: RunView, nodeId: string, chosenFrame: string | null): string {
  const items = run.items[nodeId];
  if (!items) return nodeId;
  const addresses = Object.keys(items);
  const find = (status: string) => addresses.find((address) => items[address]?.status === status);
  return (
    addresses.find((address) => frameOf(address) === chosenFrame) ??
    find("failed") ??
    find("waiting") ??
    addresses.findLast((address) => items[address]?.status !== "skipped") ??
    addresses.at(-1) ??
    nodeId
  );
}
