import { studioApi } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

test.use({ expectedErrors: [/status of 40[14]/] });

test("an app is shared by a link with a password, and a visitor talks to it without seeing how it works", async ({
  page,
  browser,
  baseURL,
}) => {
  const api = studioApi(String(baseURL));
  const code = await api.publish(
    await api.create("Public echo", {
      inputs: [{ name: "query", type: "string", required: true }],
      nodes: [
        { id: "start", type: "start", config: {} },
        { id: "say", type: "answer", title: "Hidden step", config: { template: "You said {{ inputs.query }}." } },
      ],
      edges: [{ source: "start", target: "say" }],
    }),
  );
  await page.goto(`/chat?app=${code}`);
  await page.getByRole("button", { name: "Share this app" }).click();
  await page.getByRole("switch", { name: "Anyone with the link" }).click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  await page.getByLabel("Password").fill("open sesame");
  await page.getByRole("button", { name: "Set", exact: true }).click();
  await expect(page.getByRole("button", { name: "Change" })).toBeVisible();

  const context = await browser.newContext();
  const guest = await context.newPage();
  const blocked: string[] = [];
  guest.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) blocked.push(message.text());
  });
  await guest.goto(link);
  const password = guest.getByLabel("Password");
  await password.fill("wrong words");
  await guest.keyboard.press("Enter");
  await expect(guest.getByText("This is not the password")).toBeVisible();
  await password.fill("open sesame");
  await guest.keyboard.press("Enter");
  await guest.getByRole("textbox", { name: "Message" }).fill("hello");
  await guest.keyboard.press("Enter");
  const answers = guest.getByRole("article", { name: "Assistant" });
  await expect(answers).toContainText("You said hello.");
  await guest.reload();
  await expect(answers).toContainText("You said hello.");
  await expect(guest.getByText("Hidden step")).toHaveCount(0);
  await guest.getByRole("button", { name: "New conversation" }).click();
  await expect(answers).toHaveCount(0);
  expect(blocked).toEqual([]);

  // Somebody else with the same link begins with nothing.
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByLabel("Password")).toBeVisible();

  await page.getByRole("switch", { name: "Anyone with the link" }).click();
  await expect(page.getByRole("textbox", { name: "Link" })).toHaveCount(0);
  await guest.reload();
  await expect(guest.getByText("This link leads nowhere any more")).toBeVisible();
});
