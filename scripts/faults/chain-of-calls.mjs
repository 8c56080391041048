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
  const config = callOf(receiver);
  return chain(Array.from({ length }, () => config));
}

/**
 * A workflow of calls that only read, one after the other, each what the one before was answered.
 * @param {string} receiver the origin that is called
 * @param {number} length
 */
export function chainOfReads(receiver, length) {
  const next = (/** @type {number} */ index) => (index === 0 ? "0" : `{{ nodes.call-${index}.output.body.next }}`);
  return chain(Array.from({ length }, (_, index) => ({ method: "GET", url: `${receiver}/after/${next(index)}` })));
}

/** @param {object[]} configs of its calls */
function chain(configs) {
  const ids = configs.map((_, index) => `call-${index + 1}`);
  return {
    inputs,
    nodes: [
      { id: "start", type: "start", config: {} },
      ...configs.map((config, index) => ({ id: ids[index], type: "tool", config })),
      { id: "finish", type: "end", config: { result: "done" } },
    ],
    edges: ["start", ...ids].map((source, index) => ({ source, target: [...ids, "finish"][index] })),
  };
}
