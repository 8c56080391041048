import type { Json } from "@/server/domain/json";
import { decideInterrupt } from "@/server/services/interrupts/decide-interrupt";
import { type Draft, principal, publish, runApp } from "@/server/testing/studio";

export const start = { id: "start", type: "start", config: {} };
export const listInput = { name: "list", type: "array", required: true } as const;

/** An iteration over the input `list` around the given nodes. */
export function over(body: Draft["nodes"], bodyEdges: Draft["edges"] = [], config: Record<string, Json> = {}): Draft {
  return {
    inputs: [listInput],
    nodes: [
      start,
      { id: "each", type: "iteration", config: { items: "{{ inputs.list }}", ...config } },
      ...body.map((node) => ({ ...node, parent_id: "each" })),
      { id: "end", type: "end", config: { result: "{{ nodes.each.output.items }}" } },
    ],
    edges: [{ source: "start", target: "each" }, ...bodyEdges, { source: "each", target: "end" }],
  };
}

/** Publishes it and runs it to where it ends or waits. */
export async function run(draft: Draft, inputs: Record<string, Json>) {
  const { appCode } = await publish(draft);
  return runApp(appCode, { inputs });
}

export const decide = (id: string, payload: Json) =>
  decideInterrupt(principal, { id, via: "inbox", status: "resolved", payload });
