import { rmSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { anyFreePort } from "@/scripts/lib/free-port.mjs";
import { askingModel } from "./fixtures/asking";
import { makeStateFolder, startInstallation, type Installation } from "./fixtures/installation";
import { startSlowModel } from "./fixtures/slow-model";
import { studioApi } from "./fixtures/studio-api";

test("F-01 kill -9 in the middle of an answer: it is said once and whole, and what was cut off is told and booked", async ({
  page,
}) => {
  test.setTimeout(180_000);
  const folder = makeStateFolder();
  const words = ["The ", "lighthouse ", "stands ", "on ", "the ", "rock ", "since ", "1851, ", "my ", "friend."];
  const model = await startSlowModel({ words, holdAfter: 4 });
  const port = await anyFreePort();
  const started: Installation[] = [];
  const start = async () => {
    const settings = {
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: `${model.origin}/v1`,
      SIGNALBOX_DEFAULT_MODEL: "gpt-4o",
    };
    const installation = await startInstallation(folder, { port, settings });
    started.push(installation);
    return installation;
  };
  try {
    const first = await start();
    const code = await studioApi(first.origin).publish(await studioApi(first.origin).create("Lighthouse", askingModel));
    const answers = page.getByRole("article", { name: "Assistant" });
    await test.step("four of ten words are on the screen", async () => {
      await page.goto(`${first.origin}/chat?app=${code}`);
      await page.getByRole("textbox", { name: "Message" }).fill("Tell me of the lighthouse.");
      await page.keyboard.press("Enter");
      await expect(answers).toContainText(words.slice(0, 4).join("").trim());
    });
    await first.kill();

    const second = await start();
    const api = studioApi(second.origin);
    await test.step("the run completes by itself, and the open page says the whole answer once", async () => {
      await expect(answers).toContainText(words.join(""), { timeout: 90_000 });
      await expect(page.getByText(/lighthouse stands/)).toHaveCount(1);
      expect(model.asked).toBe(2);
    });
    const sessionId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const stored = async () =>
      (await api.trpc.sessions.get.query({ id: sessionId })).messages.map(({ content }) => content);
    await expect.poll(stored).toEqual(["Tell me of the lighthouse.", words.join("")]);
    const { items } = await api.trpc.runs.list.query({});
    const runId = items[0]?.id ?? "";
    // AG-UI's own client reads it too, and takes no second end of a message.
    expect((await api.readRun(runId)).events.at(-1)).toMatchObject({ type: "RUN_FINISHED" });
    await test.step("the trace shows both calls, the first as interrupted", async () => {
      await page.goto(`${second.origin}/runs/${runId}`);
      const calls = page.getByRole("treegrid", { name: "Trace" }).getByRole("row", { name: /gpt-4o/ });
      await expect(calls).toHaveCount(2);
      await calls.first().click();
      await expect(page.getByRole("region", { name: "Span detail" })).toContainText(
        "The process ended while this was running",
      );
    });
    await test.step("what the cut-off call had used is booked as an estimate, beside what the whole one used", async () => {
      const { inputTokens, outputTokens } = await api.trpc.runs.get.query({ runId });
      expect(outputTokens).toBeGreaterThan(model.usage.outputTokens);
      expect(inputTokens).toBeGreaterThan(model.usage.inputTokens);
    });
  } finally {
    await Promise.all(started.map((installation) => installation.stop("SIGTERM")));
    await model.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
