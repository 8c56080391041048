import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { inProcess } from "./drivers";

const signingKey = `signkey-test-${"ab".repeat(32)}`;

/** JSON with sorted keys, which is what a signature covers. */
function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
}

function sign(body: unknown, key: string, seconds: number) {
  const secret = key.replace(/^signkey-\w+-/, "");
  return `t=${seconds}&s=${createHmac("sha256", secret)
    .update(canonical(body) + String(seconds))
    .digest("hex")}`;
}

test("C-82 behind a real server a signed call is accepted; unsigned, forged and expired ones are not", async () => {
  const app = await inProcess.open(
    (inngest) => [inngest.createFunction({ id: "guarded", triggers: { event: "go" } }, async () => "ran")],
    { isDev: false, signingKey, eventKey: "key" },
  );
  const body = {
    event: { name: "go", data: {} },
    events: [{ name: "go", data: {} }],
    steps: {},
    ctx: { run_id: "r", attempt: 0 },
    version: 2,
  };
  const call = async (signature?: string) => {
    const headers = { "content-type": "application/json", ...(signature ? { "x-inngest-signature": signature } : {}) };
    const url = "http://app.example/api/inngest?fnId=conformance-guarded&stepId=step";
    return (await app.handler(new Request(url, { method: "POST", headers, body: JSON.stringify(body) }))).status;
  };
  const now = Math.floor(Date.now() / 1000);
  expect(await call(sign(body, signingKey, now))).toBe(200);
  expect(await call()).toBe(401);
  expect(await call(sign(body, `signkey-test-${"cd".repeat(32)}`, now))).toBe(401);
  expect(await call(sign({ ...body, forged: true }, signingKey, now))).toBe(401);
  expect(await call(sign(body, signingKey, now - 600))).toBe(401);
});
