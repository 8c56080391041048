import type { Page } from "@playwright/test";
import { ApprovalCard } from "./fixtures/approval-cards";
import { formInIteration, paintForm, refundAgent, refundProposal, refundRequest } from "./fixtures/gated-drafts";
import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

test.use({ actionTimeout: 10_000 });

async function publish(origin: string | undefined, name: string, draft: WorkflowDraft) {
  const api = studioApi(String(origin));
  const workflowId = await api.create(name, draft);
  return { api, workflowId, code: await api.publish(workflowId) };
}

async function ask(page: Page, code: string, text: string): Promise<void> {
  await page.goto(`/chat?app=${code}`);
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.keyboard.press("Enter");
}

/** Other tests ask people too, so the number is compared with what is open at that moment. */
async function countsWhatWaits(page: Page, api: ReturnType<typeof studioApi>): Promise<void> {
  await expect(async () => {
    const { mine } = await api.trpc.interrupts.pendingCount.query();
    expect(mine).toBeGreaterThan(0);
    const name = `Approvals, ${mine} ${mine === 1 ? "waits" : "wait"} for you`;
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
}

test("a call in the chat waits through a reload, is counted in the navigation, and is made once when it is approved", async ({
  page,
  baseURL,
  receiver,
}) => {
  const { api, code } = await publish(baseURL, "Refunds", refundAgent(`${receiver.origin}/approve`));
  const card = new ApprovalCard(page);
  await ask(page, code, refundRequest);
  await expect(card.waiting).toHaveCount(1);
  await expect(card.waiting.getByRole("table", { name: "Arguments" }).getByRole("row")).toHaveText([
    /order.*A-1002/,
    /amount.*20/,
  ]);
  await expect(card.waiting.getByRole("list", { name: "Where it goes" })).toContainText(new URL(receiver.origin).host);
  await countsWhatWaits(page, api);

  const { runs } = await api.trpc.sessions.get.query({ id: new URL(page.url()).pathname.split("/").at(-1) ?? "" });
  const runId = runs.at(-1)?.id ?? "";
  const before = await api.questionsOf(runId);
  await page.reload();
  await expect(card.waiting).toHaveCount(1);
  expect((await api.questionsOf(runId)).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(receiver.sentTo("/approve")).toEqual([]);

  await card.approve.click();
  await expect(page.getByRole("article", { name: "Assistant" }).last()).toContainText("/approve");
  await expect(card.record("Approved")).toContainText("by you in the chat");
  await expect(card.record("Approved").getByRole("heading", { name: "Result" })).toBeVisible();
  expect(receiver.sentTo("/approve")).toEqual([refundProposal]);
});

test("F-41 arguments edited in the form and as JSON show before and after, and the receiver gets the edited ones", async ({
  page,
  baseURL,
  receiver,
}) => {
  const { api, code } = await publish(baseURL, "Edited refunds", refundAgent(`${receiver.origin}/edit`));
  const { runId, question } = await api.runUntilAsked(code, refundRequest);
  const card = new ApprovalCard(page);
  await page.goto(`/approvals/${question.id}`);
  await card.edit.click();
  const form = page.getByRole("form", { name: "Edit the arguments" });
  const amount = form.getByRole("textbox", { name: "amount" });
  await expect(form.getByRole("button", { name: "Approve unchanged" })).toBeEnabled();
  await amount.fill("much");
  await expect(form.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await amount.fill("12");
  await expect(form.getByText("Before:").locator("..")).toContainText("20");

  await form.getByRole("radio", { name: "JSON" }).click();
  const json = form.getByRole("textbox", { name: "Arguments as JSON" });
  await expect(json).toHaveValue(/"amount": 12/);
  await json.fill('{ "order": "A-1002" }');
  await expect(form.getByRole("status", { name: "To be put right" })).toContainText("amount");
  await expect(form.getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await json.fill('{ "order": "B-7", "amount": 11 }');
  await form.getByRole("button", { name: "Approve with 2 changes" }).click();

  const record = card.record("Approved with changes");
  const rows = record.getByRole("table", { name: "Arguments" }).getByRole("row");
  await expect(rows).toHaveText([/Before.*A-1002.*After.*B-7/, /Before.*20.*After.*11/]);
  await expect(record.getByRole("link", { name: "The run that went on from here" })).toBeVisible();
  const resumed = await api.readResumed(runId);
  expect(resumed.text).toContain("A person changed the arguments");
  expect(receiver.sentTo("/edit")).toEqual([{ order: "B-7", amount: 11 }]);
});

test("a rejected call is never made, and the model is told why", async ({ page, baseURL, receiver }) => {
  const { code } = await publish(baseURL, "Rejected refunds", refundAgent(`${receiver.origin}/reject`));
  const card = new ApprovalCard(page);
  await ask(page, code, refundRequest);
  await card.waiting.focus();
  await page.keyboard.press("r");
  await expect(card.reason).toBeFocused();
  // The letters of the card's keys are letters here.
  await card.reason.pressSequentially("Already repaid");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(card.record("Rejected")).toContainText("Already repaid");
  await expect(
    page
      .getByRole("article", { name: "Assistant" })
      .last()
      .getByText(/^Refund: .*Already repaid/),
  ).toBeVisible();
  expect(receiver.sentTo("/reject")).toEqual([]);
});

test("H-08 a question that nobody answers expires by itself in front of whoever looks at it", async ({
  page,
  baseURL,
  receiver,
}) => {
  const draft = refundAgent(`${receiver.origin}/expire`, { expires_in_seconds: 5 });
  const { api, code } = await publish(baseURL, "Late refunds", draft);
  const { runId, question } = await api.runUntilAsked(code, refundRequest);
  const card = new ApprovalCard(page);
  await page.goto(`/approvals/${question.id}`);
  await expect(card.record("Expired")).toContainText("because nobody decided in time", { timeout: 30_000 });
  await expect(card.approve).toBeHidden();
  expect((await api.readResumed(runId)).text).toContain("Nobody decided");
  expect(receiver.sentTo("/expire")).toEqual([]);
});

test("the inbox is walked by J and K, decided by A and R, and many are approved at once after a look at each", async ({
  page,
  baseURL,
  receiver,
}) => {
  const { api, workflowId, code } = await publish(baseURL, "Many refunds", refundAgent(`${receiver.origin}/many`));
  const orders = ["A-1001", "A-1002", "A-1003", "A-1004"];
  const runs = await Promise.all(orders.map((order) => api.runUntilAsked(code, `Refund order ${order}, amount 20.`)));
  const card = new ApprovalCard(page);
  const selected = page.getByRole("region", { name: "Selected approval" });
  const list = page.getByRole("list", { name: "Approvals" });
  const orderOf = (row: number) => list.getByRole("listitem").nth(row).getByRole("link");
  await page.goto(`/approvals?workflow=${workflowId}`);
  await expect(list.getByRole("listitem")).toHaveCount(4);

  await page.keyboard.press("j");
  await expect(orderOf(0)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("j");
  await expect(orderOf(1)).toHaveAttribute("aria-current", "true");
  await page.keyboard.press("k");
  await expect(orderOf(0)).toHaveAttribute("aria-current", "true");
  await expect(card.approve).toBeEnabled();
  await page.keyboard.press("a");
  await expect(selected.getByRole("article", { name: /^Approved: / })).toContainText("by you in the inbox");
  await expect(list.getByRole("listitem")).toHaveCount(3);
  await page.keyboard.press("j");
  await expect(card.reject).toBeEnabled();
  await page.keyboard.press("r");
  await expect(card.reason).toBeFocused();
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(selected.getByRole("article", { name: /^Rejected: / })).toBeVisible();
  await expect(list.getByRole("listitem")).toHaveCount(2);

  for (const box of await list.getByRole("checkbox", { name: /^Choose: / }).all()) await box.click();
  await page.getByRole("region", { name: "Chosen approvals" }).getByRole("button", { name: "Approve all" }).click();
  const dialog = page.getByRole("dialog", { name: "Approve 2 calls?" });
  await expect(dialog.getByRole("list", { name: "What is decided" }).getByRole("listitem")).toHaveCount(2);
  await expect(dialog.getByRole("table", { name: /^Arguments of / }).first()).toContainText("A-100");
  await dialog.getByRole("button", { name: "Approve 2 calls" }).click();
  await expect(page.getByText("2 approved")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No approval is like this" })).toBeVisible();

  await Promise.all(runs.map(({ runId }) => api.readResumed(runId)));
  const sent = receiver.sentTo("/many") as { order: string }[];
  const decisions = (await Promise.all(runs.map(({ runId }) => api.questionsOf(runId)))).flat();
  const approved = decisions.filter(({ status }) => status === "EXECUTED").map(({ proposal }) => proposal);
  expect(approved).toHaveLength(3);
  expect(new Set(sent.map(({ order }) => order))).toEqual(
    new Set(approved.map((proposal) => (proposal as { order: string }).order)),
  );
  expect(sent).toHaveLength(3);
  await page.getByRole("radio", { name: "Decided" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(4);
});

test("of two people who decide at once the first has decided, and the other is shown the record", async ({
  page,
  browser,
  baseURL,
  receiver,
}) => {
  const { api, code } = await publish(baseURL, "Raced refunds", refundAgent(`${receiver.origin}/race`));
  const { runId, question } = await api.runUntilAsked(code, refundRequest);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const other = await context.newPage();
  const [first, second] = [new ApprovalCard(page), new ApprovalCard(other)];
  await Promise.all([page, other].map((each) => each.goto(`${baseURL}/approvals/${question.id}`)));
  await expect(second.reject).toBeEnabled();
  // The other one's page reads nothing until it has answered, so it can not have heard of the first decision.
  const answered = other.waitForResponse(/interrupts\.decide/);
  await other.route("**/api/trpc/**", async (route) => {
    if (route.request().method() === "GET") await answered;
    await route.continue();
  });

  await first.approve.click();
  await expect(first.record("Approved")).toBeVisible();
  await second.reject.click();
  await second.reason.fill("Too late");
  await second.reason.press("ControlOrMeta+Enter");
  await expect(second.record("Approved")).toContainText("had been decided before your answer came");
  await expect(second.record("Approved")).toContainText("by you in the inbox");
  await expect(second.record("Approved")).not.toContainText("Too late");
  await context.close();

  await api.readResumed(runId);
  expect(receiver.sentTo("/race")).toEqual([refundProposal]);
});

test("a form is filled in where the conversation stopped, and the run takes the way that was chosen", async ({
  page,
  baseURL,
}) => {
  const { code } = await publish(baseURL, "Paint shop", paintForm());
  await ask(page, code, "the walls");
  const card = page.getByRole("article", { name: "Waiting: Which paint for the walls?" });
  const choose = card.getByRole("group", { name: "Choices" }).getByRole("button", { name: "Order it" });
  await choose.click();
  await expect(card.getByText("2 values need your attention.")).toBeVisible();
  await card.getByRole("combobox", { name: "colour" }).click();
  await page.getByRole("option", { name: "blue" }).click();
  await card.getByRole("textbox", { name: "note" }).fill("it is calm");
  await choose.click();
  await expect(page.getByRole("article", { name: "Assistant" }).last()).toContainText(
    "Ordered blue, because it is calm.",
  );
  const record = page.getByRole("article", { name: /^Answered: / });
  await expect(record.getByRole("table", { name: "Values" })).toContainText("blue");
  await expect(record).toContainText("Order it");
});

test("every item of an iteration asks by itself, and its answer comes back at its place", async ({ page, baseURL }) => {
  const { code } = await publish(baseURL, "Painter", formInIteration());
  await ask(page, code, "paint");
  // Answered last to first: the places come from the items and not from the order of the answers.
  for (const [item, answer] of [
    ["doors", "green"],
    ["walls", "white"],
  ] as const) {
    const card = page.getByRole("article", { name: `Waiting: What about ${item}?` });
    await card.getByRole("textbox", { name: "say" }).fill(answer);
    await card.getByRole("button", { name: "Send answer" }).click();
    await expect(page.getByRole("article", { name: `Answered: What about ${item}?` })).toBeVisible();
  }
  await expect(page.getByRole("article", { name: "Assistant" }).last()).toContainText(
    '["walls: white","doors: green"]',
  );
});

test("on a phone a question is decided in a sheet over the list @mobile", async ({ page, baseURL, receiver }) => {
  const { api, workflowId, code } = await publish(baseURL, "Pocket refunds", refundAgent(`${receiver.origin}/phone`));
  const { runId } = await api.runUntilAsked(code, refundRequest);
  await page.goto(`/approvals?workflow=${workflowId}`);
  await countsWhatWaits(page, api);
  await page.getByRole("list", { name: "Approvals" }).getByRole("link").click();
  const sheet = page.getByRole("dialog", { name: "Approval" });
  await sheet.getByRole("button", { name: "Approve", exact: true }).click();
  await expect(sheet.getByRole("article", { name: /^Approved: / })).toBeVisible();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
  await api.readResumed(runId);
  expect(receiver.sentTo("/phone")).toEqual([refundProposal]);
});
