/**
 * A workflow with what must come out of it.
 * @typedef {object} CounterGraph
 * @property {object} draft the DSL document
 * @property {number} sum what its calls add to the counter of a run
 * @property {string} trail what its nodes write down on the way, which is the run's result
 */

/** @typedef {{ id: string, type: string, config: object, retry?: object, parent_id?: string }} GraphNode */

/** @param {() => number} random @param {number} most */
const upTo = (random, most) => 1 + Math.floor(random() * most);

/**
 * Numbers between 0 and 1 that depend on the seed alone, so that a failure can be repeated (mulberry32).
 * @param {number} seed
 * @returns {() => number}
 */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Builds a workflow of 3 to 6 stages: one call, several calls side by side, a question to the model, a call for each item of a
 * list, a sequence of calls that only read, each what the one before was answered, or a branch by what an earlier call answered.
 * After each stage its number is written down by a template and kept in the state.
 * @param {() => number} random
 * @param {string} receiver the origin that is called
 * @returns {CounterGraph}
 */
export function makeCounterGraph(random, receiver) {
  /** @type {GraphNode[]} */
  const nodes = [{ id: "start", type: "start", config: {} }];
  /** @type {{ source: string, target: string, condition?: string }[]} */
  const edges = [];
  let sum = 0;
  let trail = "";
  /** @type {{ source: string, condition?: string }[]} */
  let loose = [{ source: "start" }];
  let last = { id: "", amount: 0 };

  /** @param {GraphNode} node @param {{ source: string, condition?: string }[]} after */
  const add = (node, after) => {
    nodes.push(node);
    edges.push(...after.map((edge) => ({ ...edge, target: node.id })));
    return { source: node.id };
  };
  /** @param {string} id @param {number} amount @returns {GraphNode} */
  const calling = (id, amount) => {
    const body = { counter: "{{ inputs.counter }}", add: amount };
    const config = { method: "POST", url: `${receiver}/add`, body };
    return { id, type: "tool", config, retry: { max_attempts: 5, backoff_ms: 200 } };
  };
  /** @param {string} id @param {{ source: string, condition?: string }[]} after @param {number} amount */
  const call = (id, after, amount) => add(calling(id, amount), after);

  loose = [add({ id: "begin", type: "assigner", config: { assignments: { trail: "" } } }, loose)];
  const stages = 2 + upTo(random, 4);
  for (let stage = 1; stage <= stages; stage += 1) {
    const shape =
      stage === 1
        ? "call"
        : (["call", "side-by-side", "branch", "ask", "each", "read"][Math.floor(random() * 6)] ?? "call");
    if (shape === "branch") {
      const least = upTo(random, 9);
      const [whenTrue, whenFalse] = [upTo(random, 9), upTo(random, 9)];
      const isTaken = last.amount >= least;
      const expression = `nodes['${last.id}'].output.body.added >= ${least}`;
      const choice = add({ id: `choose-${stage}`, type: "if-else", config: { expression } }, loose);
      loose = [
        call(`yes-${stage}`, [{ ...choice, condition: "true" }], whenTrue),
        call(`no-${stage}`, [{ ...choice, condition: "false" }], whenFalse),
      ];
      sum += isTaken ? whenTrue : whenFalse;
      trail += `${stage}${isTaken ? "t" : "f"}`;
      const port = isTaken ? "t" : "f";
      loose = [add({ id: `say-${stage}`, type: "template-transform", config: { template: `${stage}${port}` } }, loose)];
    } else if (shape === "ask") {
      const ask = { id: `ask-${stage}`, type: "llm", config: { prompt: "Say something." } };
      loose = [add({ ...ask, retry: { max_attempts: 5, backoff_ms: 200 } }, loose)];
      trail += `${stage}a`;
      loose = [add({ id: `say-${stage}`, type: "template-transform", config: { template: `${stage}a` } }, loose)];
    } else if (shape === "read") {
      const [first, count] = [upTo(random, 1000), 4 + upTo(random, 36)];
      let next = `${first}`;
      for (let index = 1; index <= count; index += 1) {
        const id = `read-${stage}-${index}`;
        const config = { method: "GET", url: `${receiver}/after/${next}` };
        loose = [add({ id, type: "tool", config, retry: { max_attempts: 5, backoff_ms: 200 } }, loose)];
        next = `{{ nodes.${id}.output.body.next }}`;
      }
      trail += `${stage}r${first + count}`;
      loose = [
        add({ id: `say-${stage}`, type: "template-transform", config: { template: `${stage}r${next}` } }, loose),
      ];
    } else if (shape === "each") {
      const [amount, count, parallelism] = [upTo(random, 9), upTo(random, 12), upTo(random, 3)];
      const items = Array.from({ length: count }, (_, index) => index);
      loose = [add({ id: `list-${stage}`, type: "assigner", config: { assignments: { items } } }, loose)];
      const config = { items: "{{ state.items }}", parallelism };
      loose = [add({ id: `each-${stage}`, type: "iteration", config }, loose)];
      nodes.push({ ...calling(`one-${stage}`, amount), parent_id: `each-${stage}` });
      sum += amount * count;
      trail += `${stage}e${count}`;
      const template = `${stage}e{{ nodes.each-${stage}.output.count }}`;
      loose = [add({ id: `say-${stage}`, type: "template-transform", config: { template } }, loose)];
    } else {
      const width = shape === "call" ? 1 : 1 + upTo(random, 2);
      const before = loose;
      loose = Array.from({ length: width }, (_, index) => {
        const amount = upTo(random, 9);
        sum += amount;
        last = { id: `call-${stage}-${index}`, amount };
        return call(last.id, before, amount);
      });
      trail += `${stage}c`;
      loose = [add({ id: `say-${stage}`, type: "template-transform", config: { template: `${stage}c` } }, loose)];
    }
    const kept = { trail: `{{ state.trail }}{{ nodes.say-${stage}.text }}` };
    loose = [add({ id: `keep-${stage}`, type: "assigner", config: { assignments: kept } }, loose)];
  }
  add({ id: "finish", type: "end", config: { result: "{{ state.trail }}" } }, loose);
  return { draft: { inputs: [{ name: "counter", type: "string", required: true }], nodes, edges }, sum, trail };
}
