import { createStore, type StoreApi } from "zustand/vanilla";
import type { Issue } from "@/server/domain/result";
import { nodesById, edgeById, type Graph, type Point } from "./graph";
import * as history from "./history";
import { idleRun, type RunView } from "@/components/editor/run/run-view";

/** Changes the graph, or returns the very same one when there is nothing to do. */
export type Command = (graph: Graph) => Graph;

export type DrawerTab = "problems" | "run-log" | "dsl";
export type InspectorTab = "setup" | "last-run" | "notes";

/** Where the node picker stands (pixels of the window) and what the chosen node is joined to. */
export interface PickerRequest {
  at: Point;
  /** Where the node goes, in canvas coordinates; for an edge its middle is used. */
  position: Point;
  join: { type: "edge"; edgeId: string } | { type: "port"; nodeId: string; port: string } | { type: "none" };
}

export interface FrameResize {
  nodeId: string;
  width: number;
  height: number;
}

export interface Deletion {
  nodeIds: ReadonlySet<string>;
  edgeIds: ReadonlySet<string>;
  /** How many nodes go that are not selected, because they lie inside. */
  insideCount: number;
}

/** What is on the screen and not in the document: never saved with the draft, never a step of the history. */
export interface Session {
  selectedNodeIds: ReadonlySet<string>;
  selectedEdgeIds: ReadonlySet<string>;
  /** Places of the nodes being dragged; they become one step when the drag stops. */
  drag: ReadonlyMap<string, Point> | null;
  /** The frame whose border is being moved, and its size; one step when it stops. */
  resize: FrameResize | null;
  /** The frame that what is dragged would lie in. */
  dropFrameId: string | null;
  /** A deletion that takes more away than what is selected, and is asked about first. */
  deletion: Deletion | null;
  picker: PickerRequest | null;
  drawerTab: DrawerTab | null;
  inspectorTab: InspectorTab;
  /** The item of an iteration or pass of a loop that Last run shows, as the frame of its addresses: `items[3]/`. */
  shownFrame: string | null;
  isSnapping: boolean;
  /** A published version is shown, not the draft. */
  isReadOnly: boolean;
}

export interface EditorState {
  graph: Graph;
  canUndo: boolean;
  canRedo: boolean;
  session: Session;
  issues: readonly Issue[];
  run: RunView;
}

export interface EditorActions {
  /** The only way to change the graph. */
  commit(command: Command): void;
  /** Opens a burst: commits until `closeBurst`, or until a mark with another key, are one step. */
  mark(key: string): void;
  closeBurst(): void;
  /** Drops what the open burst changed. */
  bail(): void;
  undo(): void;
  redo(): void;
  updateSession(patch: Partial<Session>): void;
  select(selection: { nodeIds?: Iterable<string>; edgeIds?: Iterable<string> }): void;
  setIssues(issues: readonly Issue[]): void;
  updateRun(change: (run: RunView) => RunView): void;
}

export type EditorStore = Pick<StoreApi<EditorState>, "getState" | "subscribe" | "getInitialState"> & EditorActions;

const emptySession: Session = {
  selectedNodeIds: new Set(),
  selectedEdgeIds: new Set(),
  drag: null,
  resize: null,
  dropFrameId: null,
  deletion: null,
  picker: null,
  drawerTab: null,
  inspectorTab: "setup",
  shownFrame: null,
  isSnapping: false,
  isReadOnly: false,
};

/** One per mounted editor. The history lives in the closure, so that only a commit, an undo or a redo can write the graph. */
export function createEditorStore(graph: Graph, options: { isReadOnly?: boolean } = {}): EditorStore {
  let past = history.createHistory(graph);
  const store = createStore<EditorState>()(() => ({
    graph,
    canUndo: false,
    canRedo: false,
    session: { ...emptySession, isReadOnly: options.isReadOnly ?? false },
    issues: [],
    run: idleRun,
  }));

  const move = (next: history.History<Graph>) => {
    past = next;
    store.setState((state) => ({
      graph: past.present,
      canUndo: past.undos.length > 0,
      canRedo: past.redos.length > 0,
      session: withoutVanished(state.session, past.present),
    }));
  };

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    commit(command) {
      if (store.getState().session.isReadOnly) return;
      const next = command(past.present);
      if (next !== past.present) move(history.record(past, next));
    },
    mark(key) {
      past = history.mark(past, key);
    },
    closeBurst() {
      past = history.close(past);
    },
    bail() {
      move(history.bail(past));
    },
    undo() {
      move(history.undo(past));
    },
    redo() {
      move(history.redo(past));
    },
    updateSession(patch) {
      store.setState((state) => ({ session: { ...state.session, ...patch } }));
    },
    select({ nodeIds = [], edgeIds = [] }) {
      const selectedNodeIds = new Set(nodeIds);
      const selectedEdgeIds = new Set(edgeIds);
      store.setState((state) => ({ session: { ...state.session, selectedNodeIds, selectedEdgeIds } }));
    },
    setIssues(issues) {
      store.setState({ issues });
    },
    updateRun(change) {
      store.setState((state) => ({ run: change(state.run) }));
    },
  };
}

/** A selection never names what an undo or a deletion has taken away. */
function withoutVanished(session: Session, graph: Graph): Session {
  const nodes = nodesById(graph);
  const nodeIds = [...session.selectedNodeIds].filter((id) => nodes.has(id));
  const edgeIds = [...session.selectedEdgeIds].filter((id) => edgeById(graph, id) !== undefined);
  if (nodeIds.length === session.selectedNodeIds.size && edgeIds.length === session.selectedEdgeIds.size)
    return session;
  return { ...session, selectedNodeIds: new Set(nodeIds), selectedEdgeIds: new Set(edgeIds) };
}
