import { afterAll, expect, it, vi } from "vitest";

/** A model server that answers as the offline model does and remembers what it was asked; it listens before the provider is made. */
const provider = await vi.hoisted(async () => {
  const { startServer } = await import("@/server/testing/http-server");
  const { offlineFetch } = await import("@/server/models/offline/handler");
  const server = await startServer((request, response) => {
    const body = server.requests.at(-1)?.body;
    void offlineFetch(`http://offline.invalid${request.url}`, { method: request.method, body }).then(async (answer) => {
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(await answer.text());
    });
  });
  process.env.OPENAI_BASE_URL = `${server.url}/v1`;
  process.env.SIGNALBOX_DEFAULT_MODEL = "default-model";
  return server;
});

const { startAppRun } = await import("@/server/services/runs/start-run");
const { getRuntimeConfig } = await import("@/server/services/runtime-config/get-runtime-config");
const { saveRuntimeConfig } = await import("@/server/services/runtime-config/save-runtime-config");
const { principal, runStudio, waitForEnd } = await import("@/server/testing/studio");

runStudio();
afterAll(() => provider.close());

it("a row that overrides an agent's model has that stage ask it, and the others ask the default", async () => {
  const { revision } = await getRuntimeConfig(principal);
  await saveRuntimeConfig(principal, {
    expectedRevision: revision,
    changes: [
      { section: "agents", key: "reader", config: { model: "reader-model", temperature: 0.7 } },
      { section: "workflow", key: "execution", config: { when: "false" } },
    ],
  });
  const { runId } = await startAppRun(principal, { source: "api", inputs: {}, message: "Where is order A-1002?" });
  expect((await waitForEnd(runId)).status).toBe("completed");
  const asked = provider.requests.map(({ body }) => JSON.parse(body) as { model: string; temperature?: number });
  expect(asked.map(({ model, temperature }) => [model, temperature])).toEqual([
    ["reader-model", 0.7],
    ["default-model", 0.3],
  ]);
});
