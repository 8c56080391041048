const inputs = [{ name: "counter", type: "string", required: true }];

/** @param {string} receiver */
const callOf = (receiver) => ({
  method: "POST",
  url: `${receiver}/add`,
  body: { counter: "{{ inputs.counter }}", add: 1 },
  timeout_seconds: 120,
});

/**
 * The same number of calls as a chain, one for each item of a list.
 * @param {string} receiver the origin that is called
 * @param {number} length
 */
export function callsForItems(receiver, length) {
  const items = Array.from({ length }, (_, index) => index);
  return {
    inputs,
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "list", type: "assigner", config: { assignments: { items } } },
      { id: "each", type: "iteration", config: { items: "{{ state.items }}" } },
      { id: "call", type: "tool", parent_id: "each", config: callOf(receiver) },
      { id: "finish", type: "end", config: { result: "done" } },
    ],
    edges: ["list", "each", "finish"].map((target, index) => ({ source: ["start", "list", "each"][index], target })),
  };
}

/**
 * A workflow of calls one after the other, each adding 1 to the run's counter.
 * @param {string} receiver the origin that is called
 * @param {number} length
 */
export function chainOfCalls(receiver, length) {
  const ids = Array.from({ length }, (_, index) => `call-${index + 1}`);
  const config = callOf(receiver);
  return {
    inputs,
    nodes: [
      { id: "start", type: "start", config: {} },
      ...ids.map((id) => ({ id, type: "tool", config })),
      { id: "finish", type: "end", config: { result: "done" } },
    ],
    edges: ["start", ...ids].map((source, index) => ({ source, target: [...ids, "finish"][index] })),
  };
}
