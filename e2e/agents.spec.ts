import { AxeBuilder } from "@axe-core/playwright";
import { studioApi } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

test("an override is edited beside what is in effect, saved, undone, and used by the next run", async ({
  page,
  baseURL,
}) => {
  const api = studioApi(baseURL ?? "");
  await page.goto("/admin/agents?section=agents&entry=writer");
  const model = page.getByLabel("Model", { exact: true });
  const inEffect = page.getByRole("group", { name: "Model in effect" });
  const save = page.getByRole("button", { name: "Save" });
  await expect(inEffect).toContainText("Default");
  await expect(save).toBeDisabled();

  await model.fill("no name");
  await expect(page.getByText("A model's name has letters")).toBeVisible();
  await expect(save).toBeDisabled();
  await model.fill("journey-model");
  await expect(inEffect).toContainText("Override");
  await expect(page.getByRole("region", { name: "What runs" })).toContainText("journey-model");
  await page.keyboard.press("ControlOrMeta+s");
  await expect(page.getByText("The agents are saved")).toBeVisible();

  await page.goto("/chat?app=~agents");
  await page.getByRole("textbox", { name: "Message" }).fill("Where is order A-1002?");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Desk chair")).toBeVisible();
  const [session] = await api.trpc.sessions.list.query({});
  const { runs } = await api.trpc.sessions.get.query({ id: session?.id ?? "" });
  const { spans } = await api.trpc.runs.get.query({ runId: runs.at(-1)?.id ?? "" });
  const asked = spans.filter((span) => span.kind === "llm" && span.nodeId === "report");
  expect(asked.map((span) => span.name)).toEqual(["journey-model"]);

  await page.goto("/admin/agents?section=agents&entry=writer");
  await page.getByRole("button", { name: "Reset Model" }).click();
  await expect(inEffect).toContainText("Default");
  await save.click();
  await expect(page.getByText("The agents are saved")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(inEffect).toContainText("journey-model");
  await page.getByRole("button", { name: "Reset Model" }).click();
  await save.click();
  await expect(inEffect).toContainText("Default");
});

test("stages that wait for each other are told where they do, and nobody is kept from mending it", async ({ page }) => {
  await page.goto("/admin/agents?section=workflow&entry=intent");
  await page.getByRole("checkbox", { name: "Report" }).click();
  await expect(page.getByText("These stages wait for each other")).toBeVisible();
  await expect(page.getByRole("tab", { name: "Stages" })).toContainText("has an error");
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.filter(({ impact }) => impact === "serious" || impact === "critical")).toEqual([]);
  }
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByText("These stages wait for each other")).toBeHidden();
});
