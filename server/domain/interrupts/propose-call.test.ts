import { describe, expect, it } from "vitest";
import { askClient, fingerprintSource, proposeApproval } from "./propose-call";

const rule = { needs_approval: true, approvers: { people: [], roles: ["lead"] }, on_expiry: "reject" as const };
const call = {
  toolCallId: "c1",
  toolName: "refund",
  arguments: { order: "A-1", amount: 20 },
  url: "https://user:secret@pay.example.com:8443/refunds?x=1",
  method: "POST",
};

describe("proposeApproval", () => {
  it("tells the tool, the exact arguments, the host and who may decide, and never what is before the host", () => {
    const draft = proposeApproval(call, { ...rule, expires_in_seconds: 60 });
    expect(draft).toMatchObject({
      kind: "approval",
      reason: "tool_call",
      message: "Call refund at pay.example.com:8443 (POST).",
      proposal: { order: "A-1", amount: 20 },
      host: "pay.example.com:8443",
      method: "POST",
      approvers: { roles: ["lead"] },
      expiresInSeconds: 60,
    });
    expect(JSON.stringify(draft)).not.toContain("secret");
  });

  it("calls a path this server, and leaves out where a call of the client goes", () => {
    expect(proposeApproval({ ...call, url: "/api/demo" }, rule).host).toBe("this server");
    expect(askClient({ toolName: "ui.pick", arguments: {} })).not.toHaveProperty("host");
  });
});

describe("fingerprintSource", () => {
  const source = fingerprintSource(call, rule);
  it("F-42 changes with the tool, the arguments, the address, the method and the rule, and with nothing else", () => {
    expect(fingerprintSource({ ...call, arguments: { amount: 20, order: "A-1" }, toolCallId: "c2" }, rule)).toBe(
      source,
    );
    for (const changed of [
      { toolName: "pay" },
      { arguments: { order: "A-1", amount: 21 } },
      { url: "https://evil.example.com/refunds" },
      { method: "PUT" },
    ]) {
      expect(fingerprintSource({ ...call, ...changed }, rule)).not.toBe(source);
    }
    expect(fingerprintSource(call, { ...rule, approvers: { people: [], roles: [] } })).not.toBe(source);
  });
});
