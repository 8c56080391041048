import { createStore, type StoreApi } from "zustand/vanilla";
import type { Graph } from "./graph";
import type { EditorStore } from "./store";

export type SaveState =
  | { status: "saved"; at: number | null }
  | { status: "unsaved" }
  | { status: "saving" }
  | { status: "failed"; message: string }
  | { status: "conflict"; currentVersion: number | null };

export type SaveOutcome =
  | { type: "saved"; draftVersion: number; at: number }
  | { type: "conflict"; currentVersion: number | null }
  | { type: "failed"; message: string };

/** Sends the draft. Never rejects: a failure is an outcome. */
export type SaveDraft = (request: { draft: Graph; expectedVersion: number }) => Promise<SaveOutcome>;

export interface Autosave {
  state: StoreApi<SaveState>;
  /** Sends what is unsaved now and settles when nothing is left to send or sending has failed. */
  flush(): Promise<SaveState>;
  /** The version of the draft that the server is known to have. */
  version(): number;
  hasUnsaved(): boolean;
  /**
   * Drafts that were sent and of which no answer told whether they were stored, oldest first. Found on the server, they are
   * this person's own.
   */
  unanswered(): readonly Graph[];
  /**
   * Goes on after a conflict, from a version that the server really has and the graph that it holds there. `unanswered` are
   * the drafts of an earlier visit that may still arrive.
   */
  rebase(args: { version: number; saved: Graph; unanswered?: readonly Graph[] }): void;
  /** Begins to watch the graph; what it returns stops watching. */
  start(): () => void;
}

/** So many unanswered drafts are remembered; for one that fell out a person is asked, which loses nothing. */
const maxUnanswered = 4;

/**
 * Watches the graph and sends it a moment after the last change, one request at a time, each naming the version it was made
 * from. After a refusal nothing is sent until the conflict is resolved; after a failure it tries again, ever more slowly.
 */
export function createAutosave(
  store: EditorStore,
  options: { version: number; save: SaveDraft; delayMs?: number; retryMs?: number },
): Autosave {
  const { delayMs = 700, retryMs = 2000 } = options;
  const state = createStore<SaveState>()(() => ({ status: "saved", at: null }));
  let version = options.version;
  let savedGraph = store.getState().graph;
  let unanswered: readonly Graph[] = [];
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | null = null;

  const hasUnsaved = () => store.getState().graph !== savedGraph;
  const isBlocked = () => state.getState().status === "conflict";

  const schedule = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), ms);
  };

  const send = (): Promise<void> => {
    clearTimeout(timer);
    if (isBlocked() || !hasUnsaved()) return Promise.resolve();
    sending ??= sendOnce().finally(() => {
      sending = null;
    });
    return sending;
  };

  const sendOnce = async () => {
    const draft = store.getState().graph;
    state.setState({ status: "saving" }, true);
    if (unanswered.at(-1) !== draft) unanswered = [...unanswered, draft].slice(-maxUnanswered);
    const outcome = await options.save({ draft, expectedVersion: version });
    if (outcome.type === "conflict") {
      state.setState({ status: "conflict", currentVersion: outcome.currentVersion }, true);
      return;
    }
    if (outcome.type === "failed") {
      failures += 1;
      state.setState({ status: "failed", message: outcome.message }, true);
      schedule(Math.min(retryMs * 2 ** (failures - 1), 60_000));
      return;
    }
    failures = 0;
    unanswered = [];
    version = outcome.draftVersion;
    savedGraph = draft;
    if (hasUnsaved()) {
      state.setState({ status: "unsaved" }, true);
      schedule(delayMs);
    } else {
      state.setState({ status: "saved", at: outcome.at }, true);
    }
  };

  const onGraph = () => {
    if (isBlocked()) return;
    if (!hasUnsaved()) {
      clearTimeout(timer);
      if (!sending) state.setState({ status: "saved", at: null }, true);
      return;
    }
    if (!sending) state.setState({ status: "unsaved" }, true);
    schedule(delayMs);
  };

  return {
    state,
    async flush() {
      if (sending) await sending;
      if (hasUnsaved()) await send();
      return state.getState();
    },
    version: () => version,
    hasUnsaved,
    unanswered: () => unanswered,
    rebase(args) {
      version = args.version;
      savedGraph = args.saved;
      unanswered = args.unanswered ?? [];
      failures = 0;
      state.setState(hasUnsaved() ? { status: "unsaved" } : { status: "saved", at: null }, true);
      if (hasUnsaved()) schedule(0);
    },
    start() {
      const unsubscribe = store.subscribe((next, previous) => {
        if (next.graph !== previous.graph) onGraph();
      });
      if (hasUnsaved()) onGraph();
      return () => {
        clearTimeout(timer);
        unsubscribe();
      };
    },
  };
}
