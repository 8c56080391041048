import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type * as RouteModule from "./route";
import { problemAnswer, transcribeAnswer } from "@/server/http/contracts";
import { startServer, type TestServer } from "@/server/testing/http-server";
import { routeRequest } from "@/server/testing/route-request";

let provider: TestServer;
let route: typeof RouteModule;
let answer = { status: 200, body: JSON.stringify({ text: "Refund order seven", language: "english", duration: 1.5 }) };

// What reads the environment is loaded after it is set.
beforeAll(async () => {
  provider = await startServer((_request, response) => {
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(answer.body);
  });
  process.env.OPENAI_BASE_URL = `${provider.url}/v1`;
  process.env.OPENAI_API_KEY = "sk-test-4f9a7c21d8e6b350";
  route = await import("./route");
  await (await import("@/server/boot")).boot();
});

afterAll(async () => {
  await (await import("@/inngest/embedded-fetch")).embeddedEngine.current?.stop({ drainMs: 1000 });
  await (await import("@/server/events/hub")).eventHub.stop();
  await provider.close();
});

const wav = Buffer.concat([Buffer.from("RIFF\u0024\0\0\0WAVEfmt "), Buffer.alloc(28)]);

function form(fields: Record<string, string | Blob>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.append(name, value);
  return data;
}

function post(body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return route.POST(routeRequest("/api/v1/agent/transcribe", { method: "POST", body, headers }));
}

describe("POST /agent/transcribe", () => {
  it("sends the recording to the provider's transcription and answers with its words", async () => {
    const response = await post(form({ file: new Blob([wav]), language: "en", prompt: "order" }));
    expect(response.status).toBe(200);
    expect(transcribeAnswer.parse(await response.json())).toEqual({
      text: "Refund order seven",
      model: "whisper-1",
      language: "english",
      duration_seconds: 1.5,
    });
    const asked = provider.requests.at(-1);
    expect(asked?.url).toBe("/v1/audio/transcriptions");
    expect(asked?.body).toContain('filename="recording.wav"');
    expect(asked?.body).toContain("whisper-1");
  });

  it("tells what the provider answered, without its key", async () => {
    answer = { status: 401, body: JSON.stringify({ error: { message: "Wrong key sk-test-4f9a7c21d8e6b350" } }) };
    const response = await post(form({ file: new Blob([wav]) }));
    const problem = problemAnswer.parse(await response.json());
    expect(problem).toMatchObject({ status: 502, code: "model_unauthorized" });
    expect(JSON.stringify(problem)).not.toContain("4f9a7c21d8e6b350");
  });

  const asFields = { files: "/etc/passwd", filepath: "/etc/passwd", path: ".env", buffer: "AAAA" };
  it.each<[string, unknown, Record<string, string>]>([
    ["JSON", { file: { filepath: "/etc/passwd" }, files: [{ filepath: "/etc/passwd", path: ".env" }] }, {}],
    ["JSON in another charset", "{}", { "content-type": "application/json; charset=utf-16" }],
    ["a form's own encoding", "file=%2Fetc%2Fpasswd", { "content-type": "application/x-www-form-urlencoded" }],
    ["multipart without a boundary", "--x", { "content-type": "multipart/form-data" }],
    ["another boundary", "--x\r\n\r\n--x--", { "content-type": "multipart/form-data; boundary=y" }],
    ["a file given as text", form({ file: "/etc/passwd" }), {}],
    ...Object.entries(asFields).map(
      ([name, value]) =>
        [`the field ${name}`, form({ file: new Blob([wav]), [name]: value }), {}] as [string, unknown, {}],
    ),
    ["a second file", form({ file: new Blob([wav]), other: new Blob([wav]) }), {}],
    ["no file", form({ language: "en" }), {}],
    ["an empty file", form({ file: new Blob([]) }), {}],
    ["a program that says it is audio", form({ file: new Blob(["\x7fELF"], { type: "audio/wav" }) }), {}],
    ["a page that says it is audio", form({ file: new Blob(["<html>"], { type: "audio/mpeg" }) }), {}],
    ["a language that is none", form({ file: new Blob([wav]), language: "../../etc" }), {}],
  ])("V-06 refuses %s before the provider is asked", async (_what, body, headers) => {
    const before = provider.requests.length;
    const response = await post(body, headers);
    expect([response.status, problemAnswer.parse(await response.json()).code]).toEqual([400, "bad_request"]);
    expect(provider.requests).toHaveLength(before);
  });

  it("refuses a recording that is too large, also one that does not say how large it is", async () => {
    const big = new Response(form({ file: new Blob([wav, new Uint8Array(26 << 20)]) }));
    const headers = { "content-type": big.headers.get("content-type") ?? "" };
    expect((await post(new Uint8Array(await big.arrayBuffer()), headers)).status).toBe(413);
    expect(
      (await post("x", { "content-type": "multipart/form-data; boundary=x", "content-length": "99999999" })).status,
    ).toBe(413);
  });
});
