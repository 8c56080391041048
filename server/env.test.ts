import { describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";

describe("the environment", () => {
  it("needs nothing for a first start: offline, embedded, on loopback", () => {
    expect(readEnv({})).toMatchObject({ origin: "http://127.0.0.1:3000", openaiApiKey: undefined, isEmbeddedEngine: true, egressAllow: [] });
  });

  it("names every wrong value in one sentence", () => {
    expect(() => readEnv({ DATABASE_URL: "mysql://x", OPENAI_BASE_URL: "not a url", LOG_LEVEL: "loud" })).toThrow(
      /^The environment is not usable: DATABASE_URL must start with postgres.*; LOG_LEVEL .*; OPENAI_BASE_URL is not a URL\. Correct it and start again\.$/,
    );
  });

  it.each([
    [{}, true],
    [{ INNGEST_DEV: "0" }, true],
    [{ INNGEST_DEV: "1" }, false],
    [{ INNGEST_BASE_URL: "http://localhost:8288" }, false],
    [{ INNGEST_SIGNING_KEY: "signkey-test-00" }, false],
    [{ INNGEST_EVENT_KEY: "key" }, false],
  ])("84 %j: embedded is %j", (source, isEmbeddedEngine) => {
    expect(readEnv(source).isEmbeddedEngine).toBe(isEmbeddedEngine);
  });

  it("counts an empty value as none and splits lists", () => {
    expect(readEnv({ OPENAI_API_KEY: "  ", EGRESS_ALLOW: " 10.0.0.0/8, host.internal:8080 ," })).toMatchObject({
      openaiApiKey: undefined,
      egressAllow: ["10.0.0.0/8", "host.internal:8080"],
    });
  });
});
