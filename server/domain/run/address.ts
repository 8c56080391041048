/**
 * The address of a piece of a run: `frame node #stage`, as in `items[3]/ask#2.1`.
 *
 * - A frame is where the node runs when that is not the run's own graph: an item of an iteration (`items[3]/`), another
 *   workflow (`review/`), an app that an agent called (`ask#2.1/`). Frames nest.
 * - A stage is one durable piece of a node's work: an agent's preparation (`#0`), its model rounds (`#1`, `#2`) and the calls
 *   of a round (`#2.1`).
 *
 * Node ids consist of letters, digits, `-` and `_`, so the separators can not occur in them.
 */
export function joinAddress(frame: string, nodeId: string): string {
  return frame + nodeId;
}

/** The frame of one item, counted from 0, that the iteration or loop at `address` runs. */
export function itemFrame(address: string, index: number): string {
  return `${address}[${index}]/`;
}

/** The frame of another workflow that the node or call at `address` runs. */
export function innerFrame(address: string): string {
  return `${address}/`;
}

/** The piece that the frame of an address is inside of: `items` for `items[3]/ask`, `ask#2.1` for `ask#2.1/draft`. */
export function holderOf(address: string): string | undefined {
  return /^(.+?)(?:\[\d+\])?\/$/.exec(frameOf(address))?.[1];
}

/** The item, counted from 0, whose frame a piece lies in; absent where that is no item's. */
export function itemIndexOf(address: string): number | undefined {
  const index = /\[(\d+)\]\/$/.exec(frameOf(address))?.[1];
  return index === undefined ? undefined : Number(index);
}

export function stageAddress(address: string, stage: string): string {
  return `${address}#${stage}`;
}

/** `items[3]/ask#2.1` is in the frame `items[3]/`; the run's own graph is the empty frame. */
export function frameOf(address: string): string {
  return address.slice(0, address.lastIndexOf("/") + 1);
}

/** The node's id in its own graph: `ask` for `items[3]/ask#2.1`. */
export function nodeIdOf(address: string): string {
  return nodeAddressOf(address).slice(frameOf(address).length);
}

/** The address without its stage: `items[3]/ask` for `items[3]/ask#2.1`. */
export function nodeAddressOf(address: string): string {
  const frame = frameOf(address).length;
  const mark = address.indexOf("#", frame);
  return mark < 0 ? address : address.slice(0, mark);
}

/** `2.1` for `ask#2.1`; absent for a node itself. */
export function stageOf(address: string): string | undefined {
  const whole = nodeAddressOf(address);
  return whole.length === address.length ? undefined : address.slice(whole.length + 1);
}

/**
 * The part of an idempotency key that names a node and the items that it runs for: `items/ask:3` for `items[3]/ask`. A node
 * outside of iterations has the item 0.
 */
export function effectScopeOf(address: string): string {
  const indices = [...address.matchAll(/\[(\d+)\]/g)].map((match) => match[1]);
  return `${address.replaceAll(/\[\d+\]/g, "")}:${indices.join(".") || "0"}`;
}

/** The node of the run's own graph that a piece belongs to: `items` for `items[3]/ask#2.1`. */
export function outermostNodeIdOf(address: string): string {
  return /^[^[/#]*/.exec(address)?.[0] ?? address;
}

/**
 * The agent's call that a piece runs inside of, which is the innermost app that works on it: `ask#2.1` for `ask#2.1/draft`.
 * It names that app's part of the run in streams, the same in every run that goes on with it.
 */
export function appCallOf(address: string): string | undefined {
  return /^(.*#\d+\.\d+)\//.exec(address)?.[1];
}

/**
 * The node of the run's own document that a piece belongs to, also inside the bodies of its containers: `ask` for
 * `items[3]/ask#2.1`. What happened in another workflow belongs to the node that ran it: `review` for `review/ask`.
 */
export function documentNodeIdOf(address: string): string {
  const bodies = /^(?:[^[/#]+\[\d+\]\/)*/.exec(address)?.[0] ?? "";
  return outermostNodeIdOf(address.slice(bodies.length));
}
