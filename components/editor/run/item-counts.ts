import type { ItemCounts, NodeRunView, RunView } from "./run-view";

/** A node of the document itself, also inside bodies: no stage of one, and nothing that another workflow ran. */
const documentAddress = /^(?:[^[/#]+\[\d+\]\/)*[^[/#]+$/;

export function isDocumentAddress(address: string): boolean {
  return documentAddress.test(address);
}

/** The containers that an address leads through and the number of the item in each, from 0, the outermost first. */
export function itemsOf(address: string): { containerId: string; index: number }[] {
  return [...address.matchAll(/([^[/#]+)\[(\d+)\]\//g)].map((match) => ({
    containerId: match[1] ?? "",
    index: Number(match[2]),
  }));
}

/** A node inside a container as it stands over all of its items. What still goes on outweighs what has ended. */
export function sumUp(items: Readonly<Record<string, NodeRunView>>): NodeRunView {
  const [first] = Object.keys(items);
  const all = Object.values(items);
  const countOf = (status: NodeRunView["status"]) => all.filter((one) => one.status === status).length;
  const running = countOf("running");
  const waiting = countOf("waiting");
  const failed = countOf("failed");
  const skipped = countOf("skipped");
  const ports: Record<string, number> = {};
  for (const { port } of all) if (port !== undefined) ports[port] = (ports[port] ?? 0) + 1;
  const counts: ItemCounts = {
    path: itemsOf(first ?? "").map((one) => one.containerId),
    ended: all.length - running - waiting - skipped - countOf("pending"),
    failed,
    waiting,
    skipped,
    ports,
  };
  const total = (read: (one: NodeRunView) => number | undefined) => all.reduce((sum, one) => sum + (read(one) ?? 0), 0);
  const itemCount = total((one) => one.itemCount);
  return {
    status:
      (running > 0 && "running") ||
      (waiting > 0 && "waiting") ||
      (failed > 0 && "failed") ||
      (countOf("completed") > 0 && "completed") ||
      (countOf("cancelled") > 0 && "cancelled") ||
      (skipped > 0 && "skipped") ||
      "pending",
    attempt: 1,
    items: counts,
    ...(itemCount > 0 ? { itemCount } : {}),
    durationMs: total((one) => one.durationMs),
    costMicros: total((one) => one.costMicros),
  };
}

/** How many items there are for a node inside a container, or undefined while nobody knows: a loop's passes are not known before. */
export function countOfItems(run: RunView, nodeId: string): number | undefined {
  const nearest = run.nodes[nodeId]?.items?.path.at(-1);
  return nearest === undefined ? undefined : run.nodes[nearest]?.itemCount;
}

/** `3 of 12`, `1 failed`: how far a node inside a container has come. Empty for every other node. */
export function itemWords({ items }: NodeRunView, total: number | undefined): string[] {
  if (!items) return [];
  return [
    total === undefined ? `${items.ended} done` : `${items.ended} of ${total}`,
    items.failed > 0 ? `${items.failed} failed` : "",
    items.skipped > 0 ? `${items.skipped} skipped` : "",
    items.waiting > 0 ? `${items.waiting} waiting` : "",
  ];
}
