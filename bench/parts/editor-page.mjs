import { inBrowser, newPage } from "../lib/browser.mjs";
import { sequenceWorkflow } from "../lib/workload.mjs";

/** How long a page may load more after its load event before it is taken to be done. */
const settleMs = 3000;

/**
 * How much JavaScript the editor's page loads, as it comes over the line (compressed): what the page itself asks for until its
 * load event, and what it fetches afterwards for parts that are needed later.
 * @param {import("../lib/field.mjs").PartInput} input
 * @returns {Promise<import("../lib/report.mjs").PartResult>}
 */
export async function editorPage({ field }) {
  const product = await field.product();
  const url = `${product.origin}/workflows/${await product.draft("small", sequenceWorkflow("pure", 3, field.toolUrl))}`;
  return inBrowser(async (browser) => {
    const page = await newPage(browser);
    const session = await page.context().newCDPSession(page);
    await session.send("Network.enable");
    /** @type {Set<string>} */
    const scripts = new Set();
    let bytes = 0;
    session.on("Network.responseReceived", ({ requestId, type }) => {
      if (type === "Script") scripts.add(requestId);
    });
    session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
      if (scripts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto(url, { waitUntil: "load" });
    const first = bytes / 1024;
    await page.waitForTimeout(settleMs);
    const all = bytes / 1024;
    await page.close();
    return {
      rows: [
        { what: "JavaScript of the editor's page, compressed", values: { "KiB until load": first, "KiB in all": all } },
      ],
      budgets: [{ what: "KiB until load", value: first, limit: 350, goal: "at most" }],
    };
  });
}
