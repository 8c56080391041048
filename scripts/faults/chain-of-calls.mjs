/**
 * A workflow of calls one after the other, each adding 1 to the run's counter.
 * @param {string} receiver the origin that is called
 * @param {number} length
 */
export function chainOfCalls(receiver, length) {
  const ids = Array.from({ length }, (_, index) => `call-${index + 1}`);
  const body = { counter: "{{ inputs.counter }}", add: 1 };
  const config = { method: "POST", url: `${receiver}/add`, body, timeout_seconds: 120 };
  return {
    inputs: [{ name: "counter", type: "string", required: true }],
    nodes: [
      { id: "start", type: "start", config: {} },
      ...ids.map((id) => ({ id, type: "tool", config })),
      { id: "finish", type: "end", config: { result: "done" } },
    ],
    edges: ["start", ...ids].map((source, index) => ({ source, target: [...ids, "finish"][index] })),
  };
}
