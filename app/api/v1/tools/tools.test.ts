import { describe, expect, it } from "vitest";
import { GET as list, POST as create } from "@/app/api/v1/tools/route";
import { DELETE as archive, GET as read, PATCH as change } from "@/app/api/v1/tools/[toolId]/route";
import { GET as versions, POST as addVersion } from "@/app/api/v1/tools/[toolId]/versions/route";
import { toolAnswer, toolPageAnswer, toolVersionsAnswer } from "@/server/http/tool-contracts";
import { runStudio } from "@/server/testing/studio";

runStudio();

const address = "http://127.0.0.1:3000/api/v1/tools";

function request(method: string, body?: unknown, query = ""): Request {
  return new Request(address + query, {
    method,
    headers: { host: "127.0.0.1:3000", "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const at = (toolId: string) => ({ params: Promise.resolve({ toolId }) });
const tool = {
  name: "weather",
  description: "Tells the weather",
  input_schema: { type: "object", properties: { city: { type: "string" } } },
  invoke_config_json: { method: "GET", path: "/weather" },
  binding: { base_url: "https://api.example.com", headers: { "X-Key": "s3cret" } },
};

async function store(name: string) {
  const answer = await create(request("POST", { ...tool, name }));
  expect(answer.status).toBe(201);
  return toolAnswer.parse(await answer.json());
}

describe("tools over REST", () => {
  it("are created, listed, read, changed, versioned and archived", async () => {
    const made = await store("weather");
    expect(made).toMatchObject({
      version: 1,
      host: "api.example.com",
      binding: { base_url: "https://api.example.com", header_names: ["x-key"] },
    });
    const listed = toolPageAnswer.parse(await (await list(request("GET", undefined, "?q=weather"))).json());
    expect(listed.items.map(({ id }) => id)).toEqual([made.id]);

    const next = { description: "Better", invoke_config_json: { method: "GET", path: "/v2/weather" } };
    const added = await addVersion(request("POST", next), at(made.id));
    expect([added.status, await added.json()]).toEqual([201, { number: 2, created: true }]);
    const again = await addVersion(request("POST", next), at(made.id));
    expect([again.status, await again.json()]).toEqual([200, { number: 2, created: false }]);
    const patched = await change(request("PATCH", { version: 1, needs_approval: true }), at(made.id));
    expect(await patched.json()).toMatchObject({ version: 1, needs_approval: true });
    const all = toolVersionsAnswer.parse(await (await versions(request("GET"), at(made.id))).json());
    expect(all.items.map(({ number, used }) => [number, used])).toEqual([
      [2, false],
      [1, true],
    ]);

    expect((await archive(request("DELETE"), at(made.id))).status).toBe(204);
    expect(await (await read(request("GET"), at(made.id))).json()).toMatchObject({ archived: true });
    const left = toolPageAnswer.parse(await (await list(request("GET", undefined, "?q=weather"))).json());
    expect(left.items).toEqual([]);
  });

  it("never give a header's value out", async () => {
    const made = await store("secretive");
    const answers = [await list(request("GET")), await read(request("GET"), at(made.id))];
    for (const answer of answers) expect(await answer.text()).not.toContain("s3cret");
  });

  it("change all or nothing of one request", async () => {
    const made = await store("whole");
    const body = { needs_approval: true, binding: { base_url: "https://other.example" } };
    const refused = await change(request("PATCH", { ...body, version: 9 }), at(made.id));
    expect(refused.status).toBe(422);
    const unknown = await change(request("PATCH", { needs_approval: true, version: 9 }), at(made.id));
    expect(unknown.status).toBe(404);
    expect(await (await read(request("GET"), at(made.id))).json()).toMatchObject({
      needs_approval: false,
      binding: { base_url: "https://api.example.com" },
    });
  });

  it.each<[string, unknown, number, string]>([
    ["an unknown field", { ...tool, name: "a1", colour: "red" }, 400, "colour"],
    ["a name that models do not take", { ...tool, name: "ui.confirm" }, 400, "name"],
    ["parameters that are no object", { ...tool, name: "a2", input_schema: { type: "string" } }, 400, "input_schema"],
    ["no address", { ...tool, name: "a3", binding: {}, invoke_config_json: {} }, 422, "address"],
  ])("refuse %s and name it", async (_name, body, status, word) => {
    const answer = await create(request("POST", body));
    expect(answer.status).toBe(status);
    expect(((await answer.json()) as { detail: string }).detail).toContain(word);
  });

  it("refuse a name that is taken", async () => {
    await store("taken");
    expect((await create(request("POST", { ...tool, name: "taken" }))).status).toBe(409);
  });
});
