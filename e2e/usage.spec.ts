import { readFile } from "node:fs/promises";
import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

const asking: WorkflowDraft = {
  nodes: [
    { id: "start", type: "start", title: "Start", config: {} },
    { id: "ask", type: "llm", title: "Ask the model", config: { prompt: "{{ inputs.query }}" } },
    { id: "say", type: "answer", title: "Say it", config: { template: "{{ nodes.ask.text }}" } },
  ],
  edges: [
    { source: "start", target: "ask" },
    { source: "ask", target: "say" },
  ],
  inputs: [{ name: "query", type: "string", required: true }],
};

/** The page asks for the days of the browser's time zone, which the configuration sets to UTC. */
function today(): string {
  return new Date().toISOString().slice(0, 10);
}

test("usage counts the tokens of a run, and the page says what the ledger says", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const workflowId = await api.create("Counted", asking);
  const { runId } = await api.run(await api.publish(workflowId), "What is the capital of Norway?");
  await api.readRun(runId);
  const run = await api.trpc.runs.get.query({ runId });
  const tokens = run.inputTokens + run.outputTokens;
  expect(tokens).toBeGreaterThan(0);

  const report = await api.trpc.usage.report.query({ from: today(), to: today(), timeZone: "UTC" });
  const counted = report.byApp.find((app) => app.workflowId === workflowId);
  expect(counted).toMatchObject({
    runs: 1,
    calls: 1,
    inputTokens: run.inputTokens,
    outputTokens: run.outputTokens,
    costMicros: run.costMicros,
  });

  await page.goto(`/admin/usage?from=${today()}&to=${today()}`);
  const workflows = page.getByRole("region", { name: "By workflow" });
  await expect(workflows.getByRole("listitem").filter({ hasText: "Counted" })).toContainText(`1 run${tokens}`);
  const chart = page.getByRole("region", { name: "Tokens by model" });
  await expect(chart.getByRole("list", { name: "Models" })).toContainText("signalbox-offline");
  await expect(
    page.getByRole("table", { name: "Latency by model" }).getByRole("row", { name: /signalbox-offline/ }),
  ).toBeVisible();

  await chart.getByRole("radio", { name: "Table" }).click();
  await expect(chart.getByRole("table").getByRole("row")).toHaveCount(2);
  await chart.getByRole("radio", { name: "Cost" }).click();
  await expect(page.getByRole("region", { name: "Cost by model" })).toContainText(
    "Nothing was charged in this period.",
  );
});

test("a chart can be had as a file with every day of the period", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const { runId } = await api.run(await api.publish(await api.create("Downloaded", asking)), "hello");
  await api.readRun(runId);

  await page.goto("/admin/usage?days=7");
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download tokens by model and day as CSV" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^signalbox-tokens-.+\.csv$/);
  const lines = (await readFile(await download.path(), "utf8")).replace("\uFEFF", "").trim().split("\r\n");
  expect(lines[0]).toBe("day,signalbox-offline (tokens),all (tokens)");
  expect(lines).toHaveLength(8);
  expect(lines[1]).toMatch(/^\d{4}-\d\d-\d\d,0,0$/);
  const report = await api.trpc.usage.report.query({ from: today(), to: today(), timeZone: "UTC" });
  expect(Number(lines[7]?.split(",")[2])).toBeLessThanOrEqual(report.totals.inputTokens + report.totals.outputTokens);
  expect(Number(lines[7]?.split(",")[2])).toBeGreaterThan(0);
});

test("the period is in the address, and one without calls says what to do", async ({ page }) => {
  await page.goto("/admin/usage?from=2020-01-01&to=2020-01-31");
  await expect(page.getByRole("heading", { name: "No model was called in this period" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "Custom" })).toBeChecked();
  await page.getByRole("radio", { name: "7 days" }).click();
  await expect(page).toHaveURL("/admin/usage?days=7");
  await expect(page.getByRole("radio", { name: "7 days" })).toBeChecked();
});

test("usage fits a phone @mobile", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const { runId } = await api.run(await api.publish(await api.create("On a phone", asking)), "hello");
  await api.readRun(runId);
  await page.goto("/admin/usage");
  await expect(page.getByRole("region", { name: "Tokens by model" })).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
