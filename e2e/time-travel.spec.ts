import { inLine } from "./fixtures/gated-drafts";
import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

test.use({ actionTimeout: 10_000 });

const calls = ["reserve", "charge", "notify"] as const;

/** Three calls with an effect one after the other, and an answer that tells what the last ones came to. */
function delivery(receiver: string): WorkflowDraft {
  const call = (id: (typeof calls)[number]) => ({
    id,
    type: "tool" as const,
    title: `Call ${id}`,
    config: { method: "POST", url: `${receiver}/travel/${id}`, body: { order: "{{ inputs.query }}" } },
  });
  return inLine(
    call("reserve"),
    { id: "note", type: "template-transform", title: "Note", config: { template: "Order {{ inputs.query }}" } },
    call("charge"),
    call("notify"),
    { id: "say", type: "answer", title: "Tell", config: { template: "{{ nodes.note.text }}: done" } },
  );
}

test("a run is begun again from a point: a kept call is not made, a repeated one is, a skipped one is not", async ({
  page,
  baseURL,
  receiver,
}) => {
  const api = studioApi(String(baseURL));
  const code = await api.publish(await api.create("Delivery", delivery(receiver.origin)));
  const { runId } = await api.run(code, "A-1002");
  await api.readRun(runId);
  const counts = () => calls.map((id) => receiver.sentTo(`/travel/${id}`).length);
  expect(counts()).toEqual([1, 1, 1]);
  const trace = page.getByRole("treegrid", { name: "Trace" });
  const detail = page.getByRole("region", { name: "Span detail" });

  await test.step("what happened after the point is shown before anything is done", async () => {
    await page.goto(`/runs/${runId}`);
    await trace
      .getByRole("row", { name: /^Call reserve/ })
      .first()
      .click();
    await detail.getByRole("button", { name: "Run again from here" }).click();
  });
  const dialog = page.getByRole("dialog", { name: "Run again from Call reserve" });
  await test.step("each call is kept, made again or skipped as chosen", async () => {
    await expect(dialog.getByText("3 outside calls: 3 kept.")).toBeVisible();
    const choose = (id: string, choice: string) =>
      dialog
        .getByRole("radiogroup", { name: `What becomes of Call ${id}` })
        .getByRole("radio", { name: choice })
        .click();
    await choose("reserve", "Keep result");
    await choose("charge", "Call again");
    await expect(dialog.getByText(/A new request is sent to .* with a new idempotency key/)).toHaveCount(1);
    await choose("notify", "Skip");
    await expect(dialog.getByText("3 outside calls: 1 kept, 1 made again, 1 skipped.")).toBeVisible();
    expect(counts()).toEqual([1, 1, 1]);
    await dialog.getByRole("button", { name: "Run again from here" }).click();
    await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(runId));
  });
  const againId = new URL(page.url()).pathname.split("/").at(-1) ?? "";

  await test.step("the receiver has heard of the repeated call alone", async () => {
    const { events } = await api.readRun(againId);
    expect(events.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
    expect(counts()).toEqual([1, 2, 1]);
    const keys = receiver.effects
      .filter(({ path }) => path === "/travel/charge")
      .map((effect) => effect.idempotencyKey);
    expect(new Set(keys).size).toBe(2);
    await expect(page.getByRole("list", { name: "Runs from a point" })).toContainText(
      "1 call kept, 1 made again, 1 skipped",
    );
  });

  await test.step("both runs are compared side by side", async () => {
    await page.getByRole("list", { name: "Runs from a point" }).getByRole("link", { name: "Compare" }).click();
    await expect(page).toHaveURL(`/runs/compare?a=${runId}&b=${againId}`);
    await expect(page.getByRole("heading", { name: "First difference: Call notify" })).toBeVisible();
    const pieces = page.getByRole("list", { name: "Pieces of both runs" });
    await expect(pieces.getByRole("button")).toHaveCount(6);
    await page.getByRole("radio", { name: "Differences" }).click();
    await expect(pieces.getByRole("button")).toHaveCount(1);
    await expect(page.getByRole("region", { name: "What it came to in A" })).toContainText("/travel/notify");
    await expect(page.getByRole("region", { name: "What it came to in B" })).toContainText("skipped");
  });
});

test("a run goes on with another result than a piece came to, and what lies before it is not done again", async ({
  page,
  baseURL,
  receiver,
}) => {
  const api = studioApi(String(baseURL));
  const code = await api.publish(await api.create("Edited delivery", delivery(`${receiver.origin}/edited`)));
  const { runId } = await api.run(code, "A-1003");
  await api.readRun(runId);
  await page.goto(`/runs/${runId}`);
  await page.getByRole("treegrid", { name: "Trace" }).getByRole("row", { name: /^Note/ }).click();
  await page.getByRole("region", { name: "Span detail" }).getByRole("button", { name: "Run again from here" }).click();
  const dialog = page.getByRole("dialog", { name: "Run again from Note" });
  // Nothing is repeated unless somebody says so.
  await expect(dialog.getByText("2 outside calls: 2 kept.")).toBeVisible();
  await dialog.getByRole("button", { name: "Change it" }).click();
  await dialog.getByRole("textbox", { name: "Text", exact: true }).fill("Order of somebody else");
  await expect(dialog.getByRole("table", { name: "Before and after" })).toContainText("Order of somebody else");
  await dialog.getByRole("button", { name: "Run again from here" }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(runId));
  const { events } = await api.readRun(new URL(page.url()).pathname.split("/").at(-1) ?? "");
  expect(events.map((event) => event.delta ?? "").join("")).toBe("Order of somebody else: done");
  expect(calls.map((id) => receiver.sentTo(`/edited/travel/${id}`).length)).toEqual([1, 1, 1]);
  await expect(page.getByRole("list", { name: "Runs from a point" })).toContainText("with another result there");
});
