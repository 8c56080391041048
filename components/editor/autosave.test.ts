import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createAutosave, type SaveDraft, type SaveOutcome } from "./autosave";
import { renameNode } from "@/components/editor/commands/rename-node";
import { createEditorStore } from "./store";
import { sampleGraph } from "@/components/editor/testing/sample-graph";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A draft on the other side: keeps what it was sent and refuses a version that it does not have. */
function createServer(options: { failures?: number } = {}) {
  let version = 1;
  let failures = options.failures ?? 0;
  const received: { title: string | undefined; expectedVersion: number }[] = [];
  const save: SaveDraft = async ({ draft, expectedVersion }): Promise<SaveOutcome> => {
    received.push({ title: draft.nodes[1]?.title, expectedVersion });
    await Promise.resolve();
    if (failures > 0) {
      failures -= 1;
      return { type: "failed", message: "The server could not be reached." };
    }
    if (expectedVersion !== version) return { type: "conflict", currentVersion: version };
    version += 1;
    return { type: "saved", draftVersion: version, at: 0 };
  };
  return { save, received, saveElsewhere: () => (version += 1) };
}

function setUp(options: { failures?: number } = {}) {
  const server = createServer(options);
  const store = createEditorStore(sampleGraph());
  const autosave = createAutosave(store, { version: 1, save: server.save, delayMs: 500, retryMs: 1000 });
  autosave.start();
  const rename = (title: string) => store.commit((graph) => renameNode(graph, { nodeId: "ask", title }));
  return { server, store, autosave, rename };
}

describe("autosave", () => {
  test("changes close together are sent once, with the version they were made from", async () => {
    const { server, autosave, rename } = setUp();
    rename("A");
    rename("B");
    expect(autosave.state.getState().status).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(500);
    rename("C");
    await vi.advanceTimersByTimeAsync(500);
    expect(server.received).toEqual([
      { title: "B", expectedVersion: 1 },
      { title: "C", expectedVersion: 2 },
    ]);
    expect(autosave.state.getState().status).toBe("saved");
  });

  test("a change that was undone before it was sent is not sent", async () => {
    const { server, store, rename } = setUp();
    rename("A");
    store.undo();
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.received).toEqual([]);
  });

  test("a session change is not sent", async () => {
    const { server, store } = setUp();
    store.select({ nodeIds: ["ask"] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.received).toEqual([]);
  });

  test("a failed save is tried again until it succeeds", async () => {
    const { server, autosave, rename } = setUp({ failures: 2 });
    rename("A");
    await vi.advanceTimersByTimeAsync(500);
    expect(autosave.state.getState().status).toBe("failed");
    await vi.advanceTimersByTimeAsync(1000 + 2000);
    expect(autosave.state.getState().status).toBe("saved");
    expect(server.received).toHaveLength(3);
  });

  test("after a conflict nothing is sent until it is resolved, and then from the other's version", async () => {
    const { server, store, autosave, rename } = setUp();
    server.saveElsewhere();
    rename("Mine");
    await vi.advanceTimersByTimeAsync(500);
    expect(autosave.state.getState()).toEqual({ status: "conflict", currentVersion: 2 });
    rename("Mine again");
    await vi.advanceTimersByTimeAsync(5000);
    expect(server.received).toHaveLength(1);
    autosave.rebase({ version: 2, saved: sampleGraph() });
    await vi.advanceTimersByTimeAsync(0);
    expect(server.received.at(-1)).toEqual({ title: "Mine again", expectedVersion: 2 });
    expect(store.getState().graph.nodes[1]?.title).toBe("Mine again");
    expect(autosave.state.getState().status).toBe("saved");
  });

  test("drafts that were sent without an answer are remembered until one is stored", async () => {
    const { autosave, rename, store } = setUp({ failures: 2 });
    rename("A");
    const first = store.getState().graph;
    await vi.advanceTimersByTimeAsync(500);
    rename("B");
    const second = store.getState().graph;
    expect(autosave.unanswered()).toEqual([first]);
    await vi.advanceTimersByTimeAsync(500);
    expect(autosave.unanswered()).toEqual([first, second]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(autosave.state.getState().status).toBe("saved");
    expect(autosave.unanswered()).toEqual([]);
  });

  test("a flush sends what is unsaved at once", async () => {
    const { server, autosave, rename } = setUp();
    rename("A");
    const flushed = autosave.flush();
    expect(server.received).toEqual([{ title: "A", expectedVersion: 1 }]);
    expect((await flushed).status).toBe("saved");
  });

  test("a change made while a save is on its way is sent after it", async () => {
    const { server, autosave, rename } = setUp();
    rename("A");
    const first = autosave.flush();
    rename("B");
    await first;
    expect(autosave.state.getState().status).toBe("unsaved");
    await vi.advanceTimersByTimeAsync(500);
    expect(server.received.map((each) => each.title)).toEqual(["A", "B"]);
  });
});
