import { randomUUID } from "node:crypto";
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import { answerCalls } from "../lib/calls.mjs";
import { workStep } from "../lib/workload.mjs";

/** @typedef {{ kind: import("../lib/workload.mjs").WorkKind, count: number, toolUrl: string }} Work */

const saver = PostgresSaver.fromConnString(process.env.DATABASE_URL ?? "");
await saver.setup();

const State = Annotation.Root({ last: Annotation() });
/** @type {Map<string, any>} */
const graphs = new Map();

/** @param {Work} work */
function graphOf({ kind, count, toolUrl }) {
  const key = `${kind} ${count} ${toolUrl}`;
  const known = graphs.get(key);
  if (known) return known;
  /** @type {any} */
  const graph = new StateGraph(State);
  for (let index = 0; index < count; index += 1)
    graph.addNode(`node-${index}`, async () => ({ last: await workStep(kind, index, toolUrl) }));
  graph.addEdge(START, "node-0");
  for (let index = 1; index < count; index += 1) graph.addEdge(`node-${index - 1}`, `node-${index}`);
  graph.addEdge(`node-${count - 1}`, END);
  const compiled = graph.compile({ checkpointer: saver });
  graphs.set(key, compiled);
  return compiled;
}

answerCalls(
  {
    /**
     * @returns milliseconds until one run has ended. `durability` is LangGraph's own word: "async" is its default,
     *   "sync" waits for each checkpoint before the next node, as the others do.
     */
    run: async (/** @type {Work & { durability: "async" | "sync" }} */ { durability, ...work }) => {
      const graph = graphOf(work);
      const startedAt = performance.now();
      const config = { configurable: { thread_id: randomUUID() }, recursionLimit: work.count + 10, durability };
      await graph.invoke({ last: null }, config);
      return performance.now() - startedAt;
    },
  },
  () => saver.end(),
);
