import { expect, test } from "vitest";
import { inProcess } from "./drivers";
import { signatureOf } from "./signing";

const signingKey = `signkey-test-${"ab".repeat(32)}`;

test("C-82 behind a real server a signed call is accepted; unsigned, forged and expired ones are not", async () => {
  const app = await inProcess.open(
    (inngest) => [inngest.createFunction({ id: "guarded", triggers: { event: "go" } }, async () => "ran")],
    { isDev: false, signingKey, eventKey: "key" },
  );
  const body = JSON.stringify({
    event: { name: "go", data: {} },
    events: [{ name: "go", data: {} }],
    steps: {},
    ctx: { run_id: "r", attempt: 0 },
    version: 2,
  });
  const call = async (signature?: string) => {
    const headers = { "content-type": "application/json", ...(signature ? { "x-inngest-signature": signature } : {}) };
    const url = "http://app.example/api/inngest?fnId=conformance-guarded&stepId=step";
    return (await app.handler(new Request(url, { method: "POST", headers, body }))).status;
  };
  const now = Math.floor(Date.now() / 1000);
  expect(await call(signatureOf(body, signingKey, now))).toBe(200);
  expect(await call()).toBe(401);
  expect(await call(signatureOf(body, `signkey-test-${"cd".repeat(32)}`, now))).toBe(401);
  expect(await call(signatureOf(body.replace("{", '{"forged":true,'), signingKey, now))).toBe(401);
  expect(await call(signatureOf(body, signingKey, now - 600))).toBe(401);
});
