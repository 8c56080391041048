import { countFrames, gesture, inBrowser, newPage } from "../lib/browser.mjs";
import { median } from "../lib/statistics.mjs";

const nodes = 1000;
const columns = 40;
const seconds = 3;
/** What one works with: about so many nodes in view. */
const fewInView = 160;

/** A thousand nodes in one line, laid out in rows. */
function largeWorkflow() {
  const nameOf = (/** @type {number} */ place) => (place === 0 ? "start" : `node-${place}`);
  return {
    inputs: [],
    nodes: Array.from({ length: nodes }, (_, place) => ({
      id: nameOf(place),
      type: place === 0 ? "start" : "template-transform",
      config: place === 0 ? {} : { template: "x" },
      ui: { x: (place % columns) * 320, y: Math.floor(place / columns) * 160 },
    })),
    edges: Array.from({ length: nodes - 1 }, (_, place) => ({ source: nameOf(place), target: nameOf(place + 1) })),
  };
}

/** @typedef {import("@playwright/test").Page} Page */

/** @param {Page} page */
const nodesInView = (page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll(".react-flow__node")].filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return right > 0 && bottom > 0 && left < window.innerWidth && top < window.innerHeight;
      }).length,
  );

/** @param {Page} page */
async function zoomToWork(page) {
  const zoomIn = page.getByRole("button", { name: "Zoom in" });
  while ((await nodesInView(page)) > fewInView) {
    await zoomIn.click();
    await page.waitForTimeout(400);
  }
}

/** The middle of the node that is nearest to the middle of the canvas. @param {Page} page */
const nearestNode = (page) =>
  page.evaluate(() => {
    const distance = (/** @type {{ x: number, y: number }} */ { x, y }) => Math.hypot(x - 700, y - 420);
    const [nearest] = [...document.querySelectorAll(".react-flow__node")]
      .map((node) => node.getBoundingClientRect())
      .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))
      .sort((left, right) => distance(left) - distance(right));
    return nearest;
  });

/** @param {{ x: number, y: number }} centre @param {number} place */
const circle = ({ x, y }, place) => ({ x: x + 120 * Math.sin(place / 12), y: y + 90 * Math.sin(place / 9) });

/** What Chromium calls a held button, among those that are held. */
const held = { left: 1, middle: 4 };

/**
 * Moves in circles with a button held.
 * @param {Page} page
 * @param {{ centre: { x: number, y: number }, button: keyof typeof held }} hold
 */
async function moveHeld(page, { centre, button }) {
  await page.mouse.move(centre.x, centre.y);
  await page.mouse.down({ button });
  const input = (/** @type {number} */ place) => ({
    type: "mouseMoved",
    button,
    buttons: held[button],
    ...circle(centre, place),
  });
  await gesture(page, { seconds, input });
  await page.mouse.up({ button });
}

const middle = { x: 700, y: 420 };

/** @type {Record<string, (page: Page) => Promise<void>>} */
const gestures = {
  pan: (page) => moveHeld(page, { centre: middle, button: "middle" }),
  wheel: async (page) => {
    await page.mouse.move(middle.x, middle.y);
    const input = (/** @type {number} */ place) => ({
      type: "mouseWheel",
      ...middle,
      deltaX: 0,
      deltaY: place % 40 < 20 ? 6 : -6,
    });
    await gesture(page, { seconds, input });
  },
  drag: async (page) => moveHeld(page, { centre: await nearestNode(page), button: "left" }),
};

/** Where the canvas is, and where the node is that is dragged. */
const placeOnScreen = `document.querySelector(".react-flow__viewport").style.transform +
  (document.querySelector(".react-flow__node.dragging")?.style.transform ?? "")`;

/**
 * The editor with a thousand nodes: how soon it is there, and how it follows a hand. Each gesture is made on a page that was just
 * loaded. Frames alone say little, since a page that does not move has sixty of them; updates are those in which something moved.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function canvas({ field, passes }) {
  const product = await field.product();
  const url = `${product.origin}/workflows/${await product.draft("a thousand nodes", largeWorkflow())}`;
  const turns = Math.max(1, Math.round(passes / 5));
  /** @type {import("../lib/report.mjs").PartResult} */
  const result = { rows: [], budgets: [] };
  await inBrowser(async (browser) => {
    /** @type {number[]} */
    const opened = [];
    const open = async () => {
      const page = await newPage(browser);
      const startedAt = performance.now();
      await page.goto(url);
      await page.locator(".react-flow__node").first().waitFor();
      opened.push(performance.now() - startedAt);
      await page.waitForTimeout(1500);
      return page;
    };
    // The first page is also the first that the server ever renders.
    await (await open()).close();
    opened.length = 0;
    for (const view of ["all in view", "zoomed to work"]) {
      for (const [name, make] of Object.entries(gestures)) {
        const counted = [];
        let inView = 0;
        for (let turn = 0; turn < turns; turn += 1) {
          const page = await open();
          if (view === "zoomed to work") await zoomToWork(page);
          inView = await nodesInView(page);
          const count = await countFrames(page, placeOnScreen);
          await make(page);
          counted.push(await count());
          await page.close();
        }
        const fps = median(counted.map((one) => one.fps));
        const updates = median(counted.map((one) => one.updates));
        const what = `${name}, ${view}`;
        result.rows.push({
          what,
          values: { "nodes in view": inView, "frames a second": fps, "updates a second": updates },
        });
        result.budgets.push({ what: `${what}: frames a second`, value: fps, limit: 55, goal: "at least" });
        result.budgets.push({ what: `${what}: updates a second`, value: updates, limit: 35, goal: "at least" });
      }
    }
    const openMs = median(opened);
    result.rows.unshift({ what: `${nodes} nodes, until the first is there`, values: { "median ms": openMs } });
    result.budgets.unshift({ what: "opening, ms", value: openMs, limit: 2000, goal: "at most" });
  });
  return result;
}
