/**
 * What one node does, as a bare step: the same work as the product's template, assigner, if-else and tool nodes. An effectful
 * node reads from outside; a `writing` one changes something there, so the product records the call before it is made.
 * @typedef {"pure" | "effectful" | "writing"} WorkKind
 */

/**
 * @param {WorkKind} kind
 * @param {number} index of the step
 * @param {string} toolUrl
 * @returns {Promise<object>} what the step's record keeps
 */
export async function workStep(kind, index, toolUrl) {
  /** @type {string} */
  const query = "a parcel";
  if (kind === "effectful") {
    const response = await fetch(`${toolUrl}/item/${index}`);
    return { status: response.status, body: await response.json() };
  }
  if (kind === "writing") {
    const body = JSON.stringify({ query });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${toolUrl}/item/${index}`, { method: "POST", headers, body });
    return { status: response.status, body: await response.json() };
  }
  if (index % 3 === 0) return { text: `Step ${index} was asked for ${query}.` };
  if (index % 3 === 1) return { state_updates: { last: query, place: index } };
  const isMet = query !== "";
  return { condition_result: isMet, route: String(isMet) };
}

/** Nodes that a sequence has beside its steps: start and end. */
export const framingNodes = 2;

/**
 * The same as a workflow document of the product: start, `count` nodes in sequence, end.
 * @param {WorkKind} kind
 * @param {number} count
 * @param {string} toolUrl
 */
export function sequenceWorkflow(kind, count, toolUrl) {
  /** @type {{ id: string, type: string, config: object }[]} */
  const nodes = [{ id: "start", type: "start", config: {} }];
  for (let index = 0; index < count; index += 1) nodes.push({ id: `node-${index}`, ...nodeOf(kind, index, toolUrl) });
  nodes.push({ id: "end", type: "end", config: { result: "done" } });
  const edges = nodes.slice(1).flatMap(({ id }, place) => {
    const { id: source, type } = nodes[place];
    const conditions = type === "if-else" ? ["true", "false"] : [undefined];
    return conditions.map((condition) => ({ source, target: id, ...(condition ? { condition } : {}) }));
  });
  return { version: "1.0", inputs: [{ name: "query", type: "string", required: true }], nodes, edges, settings: {} };
}

/**
 * @param {WorkKind} kind
 * @param {number} index
 * @param {string} toolUrl
 */
function nodeOf(kind, index, toolUrl) {
  const url = `${toolUrl}/item/${index}`;
  if (kind === "effectful") return { type: "tool", config: { method: "GET", url } };
  if (kind === "writing")
    return { type: "tool", config: { method: "POST", url, body: { query: "{{ inputs.query }}" } } };
  if (index % 3 === 0)
    return { type: "template-transform", config: { template: `Step ${index} was asked for {{ inputs.query }}.` } };
  if (index % 3 === 1)
    return { type: "assigner", config: { assignments: { last: "{{ inputs.query }}", place: index } } };
  return { type: "if-else", config: { expression: 'inputs.query != ""' } };
}
