import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

test.use({ actionTimeout: 10_000 });

/** Asks a model, then fails in code: one run with a model call, a failure and a node that is never reached. */
const failing: WorkflowDraft = {
  nodes: [
    { id: "start", type: "start", title: "Start", config: {} },
    { id: "ask", type: "llm", title: "Ask the model", config: { prompt: "{{ inputs.query }}" } },
    {
      id: "sum",
      type: "code",
      title: "Sum up",
      config: { language: "javascript", code: "throw new Error('There is no total.')", input_json: "{}" },
    },
    { id: "say", type: "answer", title: "Say it", config: { template: "{{ nodes.sum.text }}" } },
  ],
  edges: [
    { source: "start", target: "ask" },
    { source: "ask", target: "sum" },
    { source: "sum", target: "say" },
  ],
  inputs: [{ name: "query", type: "string", required: true }],
};

/** A published workflow of this test's own, made from the template of that name. */
async function publishTemplate(origin: string, templateKey: string): Promise<string> {
  const api = studioApi(origin);
  const { id } = await api.trpc.workflows.create.mutate({ name: "Traced assistant", templateKey });
  return api.publish(id);
}

test("a run's model call shows its prompt, its answer and what it took", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const { runId } = await api.run(await publishTemplate(baseURL ?? "", "tool-agent"), "Where is order A-1003?");
  await api.readRun(runId);

  await page.goto("/runs");
  await page.getByRole("table", { name: "Runs" }).getByRole("link", { name: "Traced assistant" }).first().click();
  await page.waitForURL(`**/runs/${runId}`);
  const trace = page.getByRole("treegrid", { name: "Trace" });
  await expect(trace.getByRole("row", { name: /^Run/ })).toHaveAttribute("aria-level", "1");
  await expect(trace.getByRole("row", { name: /get_order/ })).toHaveAttribute("aria-level", "3");

  await trace
    .getByRole("row", { name: /signalbox-offline/ })
    .last()
    .click();
  const detail = page.getByRole("region", { name: "Span detail" });
  const messages = detail.getByRole("list", { name: "Messages" });
  await expect(messages.getByRole("listitem").filter({ hasText: "User" })).toContainText("Where is order A-1003?");
  await expect(messages.getByRole("listitem").last()).toContainText(/Coffee grinder/);
  await expect(detail.getByText("Tokens in")).toBeVisible();
  await expect(detail.getByText("First word after")).toBeVisible();
  await detail.getByRole("tab", { name: "Attributes" }).click();
  await expect(detail).toContainText("finish_reason");
  await detail.getByRole("tab", { name: "Output" }).click();
  await expect(detail.getByRole("tabpanel")).toContainText("Coffee grinder");
});

test("the selected span is in the address, and keys, the map and the address agree on it", async ({
  page,
  baseURL,
}) => {
  const api = studioApi(baseURL ?? "");
  const { runId } = await api.run(await publishTemplate(baseURL ?? "", "tool-agent"), "Where is order A-1002?");
  await api.readRun(runId);

  await page.goto(`/runs/${runId}`);
  const trace = page.getByRole("treegrid", { name: "Trace" });
  const map = page.getByRole("group", { name: "Graph of this run" });
  await expect(trace.getByRole("row", { selected: true })).toHaveText(/^Run/);
  await trace.focus();
  await page.keyboard.press("ArrowDown");
  await expect(trace.getByRole("row", { selected: true })).toHaveText(/^Start/);
  await expect(map.getByRole("button", { name: "Start, completed" })).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("ArrowDown");
  await expect(trace.getByRole("row", { selected: true })).toHaveText(/^Shop assistant/);
  await page.keyboard.press("ArrowLeft");
  await expect(trace.getByRole("row", { name: /get_order/ })).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(trace.getByRole("row", { name: /get_order/ })).toBeVisible();

  await map.getByRole("button", { name: "Answer, completed" }).click();
  await expect(trace.getByRole("row", { selected: true })).toHaveText(/^Answer/);
  await page.keyboard.press("ArrowLeft");
  await expect(map.getByRole("button", { name: "Shop assistant, completed" })).toBeFocused();
  await expect(trace.getByRole("row", { selected: true })).toHaveText(/^Shop assistant/);
  await page.keyboard.press("ArrowRight");
  await page.reload();
  await expect(trace.getByRole("row", { selected: true })).toHaveText(/^Answer/);
  await expect(
    page.getByRole("region", { name: "Span detail" }).getByRole("heading", { name: "Answer" }),
  ).toBeVisible();
});

test("a failed run opens on the span that failed and says why", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const { runId } = await api.run(await api.publish(await api.create("Failing sum", failing)), "hello");
  await api.readRun(runId);

  await page.goto(`/runs/${runId}`);
  const detail = page.getByRole("region", { name: "Span detail" });
  await expect(detail.getByRole("alert")).toContainText("There is no total.");
  await expect(detail.getByRole("alert")).toContainText("code_failed");
  await expect(
    page.getByRole("group", { name: "Graph of this run" }).getByRole("img", { name: "Say it, not reached" }),
  ).toBeVisible();

  const trace = page.getByRole("treegrid", { name: "Trace" });
  await page.getByRole("radio", { name: "Errors" }).click();
  await expect(trace.getByRole("row", { name: /Ask the model/ })).toHaveCount(0);
  await expect(trace.getByRole("row", { name: /Sum up/ })).toBeVisible();
  await page.getByRole("radio", { name: "LLM" }).click();
  await expect(trace.getByRole("row", { name: /signalbox-offline/ })).toBeVisible();
  await page.getByRole("radio", { name: "All" }).click();
  await page.getByRole("searchbox", { name: "Search spans" }).fill("javascript");
  await expect(trace.getByRole("row")).toHaveText([/^Run/, /^Sum up/, /^JavaScript/]);
});

test("a run under way is followed live, can be stopped, and can be run again", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const slow: WorkflowDraft = {
    nodes: [
      { id: "start", type: "start", title: "Start", config: {} },
      {
        id: "wait",
        type: "code",
        title: "Never ends",
        config: { language: "javascript", code: "while (true) {}", input_json: "{}", timeout_seconds: 60 },
      },
      { id: "end", type: "end", title: "End", config: {} },
    ],
    edges: [
      { source: "start", target: "wait" },
      { source: "wait", target: "end" },
    ],
    inputs: [{ name: "query", type: "string", required: false }],
  };
  const { runId } = await api.run(await api.publish(await api.create("Endless", slow)), "go");

  await page.goto(`/runs/${runId}`);
  const trace = page.getByRole("treegrid", { name: "Trace" });
  await expect(trace.getByRole("row", { name: /Never ends running/ })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
  await expect(trace.getByRole("row", { name: /Never ends cancelled/ })).toBeVisible();

  await page.getByRole("button", { name: "Run again" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(runId));
  await expect(trace.getByRole("row", { name: /Never ends running/ })).toBeVisible();
  await page.getByRole("button", { name: "Stop" }).click();
  await expect(page.getByRole("button", { name: "Run again" })).toBeVisible();
});

test("the list is filtered in the address and walked by J, K and Enter", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const workflowId = await api.create("Filtered", failing);
  const { runId } = await api.run(await api.publish(workflowId), "hello");
  await api.readRun(runId);

  await page.goto(`/runs?status=completed&workflow=${workflowId}`);
  await expect(page.getByRole("heading", { name: "No run is like this" })).toBeVisible();
  await page.getByRole("combobox", { name: "Status" }).click();
  await page.getByRole("option", { name: "Failed" }).click();
  await expect(page).toHaveURL(`/runs?status=failed&workflow=${workflowId}`);
  await expect(page.getByRole("table", { name: "Runs" }).getByRole("link", { name: "Filtered" })).toHaveCount(1);
  await page.getByRole("heading", { name: "Runs" }).click();
  await page.keyboard.press("j");
  await expect(page.getByRole("link", { name: "Filtered" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.waitForURL(`**/runs/${runId}`);
});

test("on a phone runs are cards and a span is a sheet @mobile", async ({ page, baseURL }) => {
  const api = studioApi(baseURL ?? "");
  const { runId } = await api.run(await publishTemplate(baseURL ?? "", "tool-agent"), "Where is order A-1004?");
  await api.readRun(runId);

  await page.goto("/runs");
  await page.getByRole("list", { name: "Runs" }).getByRole("link", { name: "Traced assistant" }).first().click();
  await expect(page.getByRole("region", { name: "Span detail" })).toHaveCount(0);
  await page
    .getByRole("treegrid", { name: "Trace" })
    .getByRole("row", { name: /get_order/ })
    .click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("region", { name: "Span detail" })).toContainText("A-1004");
  await sheet.getByRole("button", { name: "Close" }).click();
  await expect(sheet).toHaveCount(0);
  expect(new URL(page.url()).search).toBe("");
});
