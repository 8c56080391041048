import { Board } from "./fixtures/board";
import { studioApi } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

/** Every template with a question and what its answer must hold; the last four call tools or run code. */
const templates = [
  { name: "Policy answerer", field: "Question", text: "How long can I return something?", answer: /30 days/ },
  { name: "Score router", field: "Message", text: "Refund of 40 euros", answer: /"Refund of 40 euros" scored 7/ },
  { name: "Shop assistant", field: "Message", text: "Where is order A-1002?", answer: /A-1002/ },
  { name: "Order look-up", field: "Order number", text: "A-1001", answer: /A-1001/ },
  { name: "Code summary", field: "Text", text: "The dog sees the cat.", answer: /5 words, 16 letters/ },
  { name: "Expense check", field: "Expenses", text: "Lunch 24", answer: /Lunch: 24 euros, paid at once/ },
] as const;

test.use({ actionTimeout: 10_000 });

for (const { name, field, text, answer } of templates) {
  test(`the template ${name} is made from the list and runs to its end as it is`, async ({ page }) => {
    await page.goto("/workflows?create=1");
    const dialog = page.getByRole("dialog", { name: "New workflow" });
    await dialog.getByRole("radio", { name }).click();
    await dialog.getByRole("button", { name: "Create workflow" }).click();
    const board = new Board(page);
    await expect(board.node("Start")).toBeVisible();

    await page.getByRole("button", { name: "Test" }).click();
    const form = page.getByRole("dialog", { name: "Test the draft" });
    await form.getByRole("textbox", { name: field }).fill(text);
    await form.getByRole("button", { name: "Run test" }).click();
    await expect(page.getByRole("log", { name: "Answer" })).toHaveText(answer);
    // The answer may have been told before the run has ended; then Stop gives its place back to Test.
    await expect(page.getByRole("button", { name: "Test" })).toBeVisible();
    await expect(page.getByRole("list", { name: "Steps" }).getByRole("listitem")).not.toHaveCount(0);
    const steps = await page.getByRole("list", { name: "Steps" }).getByRole("listitem").allTextContents();
    expect(steps.filter((step) => !step.startsWith("Completed"))).toEqual([]);
    await page.getByRole("link", { name: "Open the run" }).click();
    await expect(page.getByRole("group", { name: "Graph of this run" })).toBeVisible();
  });
}

test("the list offers every template that the server has", async ({ baseURL }) => {
  const offered = await studioApi(baseURL ?? "").trpc.templates.list.query();
  expect(offered.map((template) => template.name).sort()).toEqual(templates.map((template) => template.name).sort());
});
