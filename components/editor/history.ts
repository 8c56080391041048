/**
 * Undo and redo over immutable graphs. A mark opens a burst: every change until the burst closes is one step, and bail returns
 * to the mark as if nothing had happened since. The history is a value; the store keeps the current one.
 */
export interface History<Graph> {
  readonly undos: readonly Graph[];
  readonly present: Graph;
  readonly redos: readonly Graph[];
  readonly burst: { readonly key: string; readonly from: History<Graph> } | null;
}

/** Steps kept. Graphs share their unchanged parts, so a step costs what it changed. */
export const historyLimit = 200;

export function createHistory<Graph>(present: Graph): History<Graph> {
  return { undos: [], present, redos: [], burst: null };
}

/** Records a change. A change to the very same graph is no step. */
export function record<Graph>(history: History<Graph>, next: Graph): History<Graph> {
  if (next === history.present) return history;
  const isJoined = history.burst !== null && history.burst.from.present !== history.present;
  return {
    undos: isJoined ? history.undos : [...history.undos, history.present].slice(-historyLimit),
    present: next,
    redos: [],
    burst: history.burst,
  };
}

/** Opens a burst, closing another one. Marking again with the key of the open burst goes on with it. */
export function mark<Graph>(history: History<Graph>, key: string): History<Graph> {
  if (history.burst?.key === key) return history;
  const from = close(history);
  return { ...from, burst: { key, from } };
}

/** Ends the open burst: the next change is a step of its own. */
export function close<Graph>(history: History<Graph>): History<Graph> {
  return history.burst ? { ...history, burst: null } : history;
}

/** Returns to the mark of the open burst, redo steps included. Without a burst nothing happens. */
export function bail<Graph>(history: History<Graph>): History<Graph> {
  return history.burst ? history.burst.from : history;
}

export function undo<Graph>(history: History<Graph>): History<Graph> {
  const previous = history.undos.at(-1);
  if (previous === undefined) return close(history);
  return {
    undos: history.undos.slice(0, -1),
    present: previous,
    redos: [history.present, ...history.redos],
    burst: null,
  };
}

export function redo<Graph>(history: History<Graph>): History<Graph> {
  const [next, ...redos] = history.redos;
  if (next === undefined) return close(history);
  return { undos: [...history.undos, history.present], present: next, redos, burst: null };
}
