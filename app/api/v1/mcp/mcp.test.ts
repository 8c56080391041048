import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { afterEach, describe, expect, it } from "vitest";
import { DELETE, GET, POST } from "@/app/api/v1/mcp/route";
import type { ErrorCode } from "@/server/domain/errors";
import { serveApp } from "@/server/services/apps/app-tools";
import { getRun } from "@/server/services/runs/get-run";
import { listRuns } from "@/server/services/runs/list-runs";
import { countRuns, type Draft, principal, publish, runStudio, waitForEnd } from "@/server/testing/studio";

runStudio();

const address = "http://127.0.0.1:3000/api/v1/mcp";
const handlers: Record<string, (request: Request) => Promise<Response>> = { POST, GET, DELETE };

type Era = "2026-07-28" | "2025-11-25";
let clients: Client[] = [];
afterEach(async () => {
  for (const client of clients) await client.close();
  clients = [];
});

/** The official client, its requests given to the route as the server would. */
async function connect(era: Era = "2026-07-28", headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client(
    { name: "test", version: "1" },
    { versionNegotiation: { mode: era === "2026-07-28" ? { pin: era } : "legacy" } },
  );
  const transport = new StreamableHTTPClientTransport(new URL(address), {
    requestInit: { headers },
    fetch: (url, init) => {
      const sent = new Headers(init?.headers);
      sent.set("host", "127.0.0.1:3000");
      const handle = handlers[init?.method ?? "GET"];
      if (!handle) throw new Error("No such method.");
      return handle(new Request(url, { ...init, headers: sent }));
    },
  });
  await client.connect(transport);
  clients.push(client);
  return client;
}

const echo: Draft = {
  inputs: [
    { name: "query", type: "string", required: true, description: "What to say" },
    { name: "times", type: "number", required: false, default: 1 },
  ],
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "say", type: "answer", config: { template: "You said {{ inputs.query }}" } },
  ],
  edges: [{ source: "start", target: "say" }],
};

async function publishServed(draft: Draft, name: string): Promise<string> {
  const { appCode } = await publish(draft, name);
  await serveApp(principal, appCode, true);
  return appCode;
}

const textOf = (result: { content: { type: string; text?: string }[] }): string =>
  result.content.map((item) => item.text ?? "").join("");

describe.each<Era>(["2026-07-28", "2025-11-25"])("an MCP client of revision %s", (era) => {
  it("finds the apps that are served, and no other, with their inputs as parameters", async () => {
    const appCode = await publishServed(echo, `Echo ${era}`);
    const { appCode: hidden } = await publish(echo, `Hidden ${era}`);
    const { tools } = await (await connect(era)).listTools();
    const tool = tools.find(({ name }) => name === appCode);
    expect(tool).toMatchObject({
      title: `Echo ${era}`,
      inputSchema: {
        type: "object",
        properties: { query: { type: "string", description: "What to say" }, times: { type: "number" } },
        required: ["query"],
      },
    });
    expect(tools.map(({ name }) => name)).not.toContain(hidden);
  });

  it("gets the answer of a run as text", async () => {
    const appCode = await publishServed(echo, `Answer ${era}`);
    const result = await (await connect(era)).callTool({ name: appCode, arguments: { query: "hello" } });
    expect(textOf(result)).toBe("You said hello");
    expect(result.isError ?? false).toBe(false);
    const told = result._meta?.["signalbox/run"] as { runId: string; link: string };
    expect(await getRun(principal, told.runId)).toMatchObject({ status: "completed", source: "mcp" });
    expect(told.link).toContain(`/runs/${told.runId}`);
  });

  it("is told how the run goes on when it asks for that, and never of its nodes", async () => {
    const appCode = await publishServed(echo, `Progress ${era}`);
    const progress: string[] = [];
    const result = await (
      await connect(era)
    ).callTool(
      { name: appCode, arguments: { query: "x" } },
      { onprogress: ({ message }) => progress.push(message ?? "") },
    );
    expect(textOf(result)).toBe("You said x");
    expect(progress[0]).toBe("Started");
    expect(progress.join(" ")).not.toContain("say");
  });

  it("is told of wrong inputs and of failed runs as errors of the tool", async () => {
    const appCode = await publishServed(echo, `Wrong ${era}`);
    const client = await connect(era);
    const wrong = await client.callTool({ name: appCode, arguments: {} });
    expect(wrong).toMatchObject({ isError: true });
    expect(textOf(wrong)).toContain("query");
    const failing = await publishServed(
      {
        nodes: [
          { id: "start", type: "start", config: {} },
          { id: "call", type: "tool", config: { url: "http://127.0.0.1:1/none" } },
          { id: "end", type: "end", config: {} },
        ],
        edges: [
          { source: "start", target: "call" },
          { source: "call", target: "end" },
        ],
      },
      `Failing ${era}`,
    );
    const failed = await client.callTool({ name: failing, arguments: {} });
    expect(failed).toMatchObject({ isError: true });
    expect(textOf(failed)).toContain("The run failed");
  });

  it("H-01 is told that a run waits for a person, and where to decide, instead of waiting itself", async () => {
    const appCode = await publishServed(
      {
        nodes: [
          { id: "start", type: "start", config: {} },
          { id: "ask", type: "human-input", config: { message: "May the order be sent?" } },
          { id: "end", type: "end", config: {} },
        ],
        edges: [
          { source: "start", target: "ask" },
          { source: "ask", target: "end" },
        ],
      },
      `Waiting ${era}`,
    );
    const result = await (await connect(era)).callTool({ name: appCode, arguments: {} });
    expect(textOf(result)).toMatch(
      /waits for a person\. May the order be sent\? Decide at http:\/\/\S+\/approvals\/\S+/,
    );
    const told = result._meta?.["signalbox/run"] as { runId: string; status: string };
    expect(told.status).toBe("waiting");
    expect((await waitForEnd(told.runId)).status).toBe("waiting");
  });
});

describe("the endpoint", () => {
  it("runs nothing for an app that is not served, or no longer", async () => {
    const { appCode } = await publish(echo, "Not served");
    const client = await connect();
    const before = await countRuns();
    await expect(client.callTool({ name: appCode, arguments: { query: "x" } })).rejects.toMatchObject({ code: -32602 });
    await serveApp(principal, appCode, true);
    await client.callTool({ name: appCode, arguments: { query: "x" } });
    await serveApp(principal, appCode, false);
    await expect(client.callTool({ name: appCode, arguments: { query: "x" } })).rejects.toMatchObject({ code: -32602 });
    expect(await countRuns()).toBe(before + 1);
  });

  it("starts one run for the same Idempotency-Key", async () => {
    const appCode = await publishServed(echo, "Once");
    const before = await countRuns();
    const client = await connect("2026-07-28", { "idempotency-key": "k1" });
    const call = () => client.callTool({ name: appCode, arguments: { query: "x" } });
    const [first, second] = [await call(), await call()];
    expect(textOf(second)).toBe(textOf(first));
    expect(await countRuns()).toBe(before + 1);
  });

  it("stops the run of a caller who gives up", async () => {
    const appCode = await publishServed(
      {
        nodes: [
          { id: "start", type: "start", config: {} },
          {
            id: "code",
            type: "code",
            config: { language: "javascript", code: "while (true) {}", timeout_seconds: 60 },
          },
          { id: "end", type: "end", config: {} },
        ],
        edges: [
          { source: "start", target: "code" },
          { source: "code", target: "end" },
        ],
      },
      "Endless",
    );
    const client = await connect();
    const controller = new AbortController();
    const call = client.callTool(
      { name: appCode, arguments: {} },
      { signal: controller.signal, onprogress: () => controller.abort() },
    );
    await expect(call).rejects.toBeInstanceOf(Error);
    const [last] = (await listRuns(principal, { source: "mcp" })).items;
    expect((await waitForEnd(last?.id ?? "")).status).toBe("cancelled");
  });

  it.each<[string, Record<string, string>, ErrorCode]>([
    ["a Host that is not ours", { host: "evil.example" }, "forbidden"],
    ["a Host that only looks like ours", { host: "localhost.evil" }, "forbidden"],
    ["another origin", { host: "127.0.0.1:3000", origin: "https://evil.example" }, "forbidden"],
    ["another site", { host: "127.0.0.1:3000", "sec-fetch-site": "cross-site" }, "forbidden"],
    ["another tenant", { host: "127.0.0.1:3000", "x-tenant-id": "other" }, "not_found"],
  ])("F-71 refuses %s", async (_name, headers, code) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });
    const accept = "application/json, text/event-stream";
    const answer = await POST(
      new Request(address, {
        method: "POST",
        body,
        headers: { "content-type": "application/json", accept, ...headers },
      }),
    );
    expect(await answer.json()).toMatchObject({ code });
  });

  it("offers no stream of news and no sessions", async () => {
    const headers = { host: "127.0.0.1:3000", accept: "text/event-stream" };
    expect((await GET(new Request(address, { headers }))).status).toBe(405);
    expect((await DELETE(new Request(address, { method: "DELETE", headers }))).status).toBe(405);
  });
});
