import { rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "@playwright/test";
import { anyFreePort } from "@/scripts/lib/free-port.mjs";
import { askingModel } from "./fixtures/asking";
import { makeStateFolder, startInstallation } from "./fixtures/installation";
import { studioApi } from "./fixtures/studio-api";

test("F-34 a key that the provider refuses is told in the chat, and nothing is tried again", async ({ page }) => {
  test.setTimeout(120_000);
  let asked = 0;
  const provider = createServer((request, response) => {
    request.resume().once("end", () => {
      if (request.url?.endsWith("/chat/completions")) asked += 1;
      response.writeHead(401, { "content-type": "application/json" });
      response.end(JSON.stringify({ error: { message: "Incorrect API key provided", code: "invalid_api_key" } }));
    });
  });
  await new Promise<void>((resolve) => provider.listen(0, "127.0.0.1", resolve));
  const { port: providerPort } = provider.address() as AddressInfo;
  const folder = makeStateFolder();
  const installation = await startInstallation(folder, {
    port: await anyFreePort(),
    settings: {
      OPENAI_API_KEY: "sk-test",
      OPENAI_BASE_URL: `http://127.0.0.1:${providerPort}/v1`,
      SIGNALBOX_DEFAULT_MODEL: "gpt-4o",
    },
  });
  try {
    const api = studioApi(installation.origin);
    const code = await api.publish(await api.create("Refused", askingModel));
    await page.goto(`${installation.origin}/chat?app=${code}`);
    await page.getByRole("textbox", { name: "Message" }).fill("Are you there?");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("article", { name: "Assistant" })).toContainText("refused the key (401)");
    expect(asked).toBe(1);
  } finally {
    await installation.stop("SIGTERM");
    provider.closeAllConnections();
    provider.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
