import { chromium } from "@playwright/test";
import { findBrowser } from "../../scripts/lib/browser.mjs";

/**
 * A headless Chromium with one page at a time, as wide as a laptop.
 * @template T
 * @param {(browser: import("@playwright/test").Browser) => Promise<T>} work
 */
export async function inBrowser(work) {
  const { path } = await findBrowser();
  const browser = await chromium.launch({
    executablePath: path,
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}

/** @param {import("@playwright/test").Browser} browser */
export const newPage = (browser) => browser.newPage({ viewport: { width: 1280, height: 800 } });

/** How often a hand's device tells where it is. */
const inputsPerSecond = 60;

/**
 * Sends input as a hand does, sixty times a second, whether or not the page keeps up with it.
 * @param {import("@playwright/test").Page} page
 * @param {{ seconds: number, input: (place: number) => object }} gesture `input` gives the parameters of Input.dispatchMouseEvent
 */
export async function gesture(page, { seconds, input }) {
  const session = await page.context().newCDPSession(page);
  /** @type {Promise<unknown>[]} */
  const sent = [];
  const count = seconds * inputsPerSecond;
  const startedAt = performance.now();
  for (let place = 0; place < count; place += 1) {
    sent.push(session.send("Input.dispatchMouseEvent", /** @type {any} */ (input(place))));
    const due = startedAt + ((place + 1) * 1000) / inputsPerSecond;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
  }
  await Promise.all(sent);
  await session.detach();
}

/**
 * Counts frames, and among them those in which what `read` gives was another than in the one before.
 * @param {import("@playwright/test").Page} page
 * @param {string} read an expression of the page
 * @returns {Promise<() => Promise<{ fps: number, updates: number }>>} to be called at the end; both are per second
 */
export async function countFrames(page, read) {
  await page.evaluate(`(() => {
    const seen = (window.seenFrames = { frames: 0, updates: 0, startedAt: performance.now() });
    let last = ${read};
    const look = () => {
      seen.frames += 1;
      const now = ${read};
      if (now !== last) seen.updates += 1;
      last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })()`);
  return async () => {
    const { frames, updates, ms } = await page.evaluate(
      `({ ...window.seenFrames, ms: performance.now() - window.seenFrames.startedAt })`,
    );
    return { fps: (frames * 1000) / ms, updates: (updates * 1000) / ms };
  };
}
