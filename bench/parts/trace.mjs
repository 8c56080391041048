import { countFrames, gesture, inBrowser, newPage } from "../lib/browser.mjs";
import { median } from "../lib/statistics.mjs";

const items = 1000;
const nodesOfItem = 10;
const seconds = 3;

/** An iteration over a thousand items, each of which takes ten nodes. */
function widestWorkflow() {
  const body = Array.from({ length: nodesOfItem }, (_, place) => ({
    id: `part-${place}`,
    type: "template-transform",
    parent_id: "each",
    config: { template: "{{ current.item }}" },
  }));
  return {
    inputs: [{ name: "list", type: "array", required: true }],
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "each", type: "iteration", config: { items: "{{ inputs.list }}" } },
      ...body,
      { id: "end", type: "end", config: { result: "done" } },
    ],
    edges: [
      { source: "start", target: "each" },
      ...body.slice(1).map(({ id }, place) => ({ source: body[place].id, target: id })),
      { source: "each", target: "end" },
    ],
  };
}

const row = `[role="treegrid"] [role="row"][aria-level]`;
const scrolledTo = `document.querySelector('[role="treegrid"]').scrollTop`;

/**
 * The page of a run with ten thousand spans: how soon its first rows are there, and how they scroll.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function trace({ field, passes }) {
  const product = await field.product();
  const appCode = await product.publish("ten thousand spans", widestWorkflow());
  const startedAt = performance.now();
  const runId = await product.start(appCode, { list: Array.from({ length: items }, (_, place) => place) });
  await product.events(runId);
  const runMs = performance.now() - startedAt;
  const turns = Math.max(1, Math.round(passes / 3));
  /** @type {number[]} */
  const opened = [];
  /** @type {{ fps: number, updates: number }[]} */
  const scrolled = [];
  await inBrowser(async (browser) => {
    for (let turn = -1; turn < turns; turn += 1) {
      const page = await newPage(browser);
      const openedAt = performance.now();
      await page.goto(`${product.origin}/runs/${runId}`);
      await page.locator(row).first().waitFor();
      const openMs = performance.now() - openedAt;
      const rows = Number(await page.getByRole("treegrid").getAttribute("aria-rowcount"));
      if (rows < items * nodesOfItem)
        throw new Error(`The page shows ${rows} spans, not ${items * nodesOfItem} or more.`);
      await page.waitForTimeout(1000);
      await page.locator(row).first().hover();
      const { x, y } = /** @type {{ x: number, y: number }} */ (await page.locator(row).nth(3).boundingBox());
      const count = await countFrames(page, scrolledTo);
      const input = (/** @type {number} */ place) => ({
        type: "mouseWheel",
        x: x + 40,
        y: y + 5,
        deltaX: 0,
        deltaY: place % 120 < 90 ? 60 : -60,
      });
      await gesture(page, { seconds, input });
      const frames = await count();
      await page.close();
      // The first page is also the first that the server ever renders.
      if (turn < 0) continue;
      opened.push(openMs);
      scrolled.push(frames);
    }
  });
  const openMs = median(opened);
  const fps = median(scrolled.map((one) => one.fps));
  const updates = median(scrolled.map((one) => one.updates));
  return {
    rows: [
      { what: `a run of ${items} items with ${nodesOfItem} nodes each`, values: { ms: runMs } },
      { what: "its page, until the first row is there", values: { "median ms": openMs } },
      { what: "scrolling", values: { "frames a second": fps, "updates a second": updates } },
    ],
    budgets: [
      { what: "first row, ms", value: openMs, limit: 1000, goal: "at most" },
      { what: "scrolling: frames a second", value: fps, limit: 55, goal: "at least" },
    ],
  };
}
