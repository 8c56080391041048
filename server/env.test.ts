import { describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";

describe("the environment", () => {
  it("needs nothing for a first start: offline, embedded, on loopback", () => {
    expect(readEnv({})).toMatchObject({
      origin: "http://127.0.0.1:3000",
      openaiApiKey: undefined,
      isEmbeddedEngine: true,
      egressAllow: [],
    });
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

  it.each([
    [{ INNGEST_BASE_URL: "http://inngest:8288" }, /INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY is not set/],
    [{ INNGEST_BASE_URL: "http://inngest:8288", INNGEST_EVENT_KEY: "k" }, /but INNGEST_SIGNING_KEY is not set/],
    [{ INNGEST_DEV: "1", NODE_ENV: "production" }, /INNGEST_DEV turns the signature check/],
  ])("names what is wrong with an Inngest server configured by %j", (source, problem) => {
    expect(readEnv(source).inngestProblem).toMatch(problem);
  });

  it("takes an Inngest server with both keys, and a development server on a developer's machine", () => {
    expect(readEnv({ INNGEST_EVENT_KEY: "k", INNGEST_SIGNING_KEY: "signkey-test-00" }).inngestProblem).toBeUndefined();
    expect(readEnv({ INNGEST_DEV: "1", NODE_ENV: "development" }).inngestProblem).toBeUndefined();
    expect(readEnv({}).inngestProblem).toBeUndefined();
  });

  it("counts an empty value as none and splits lists", () => {
    expect(readEnv({ OPENAI_API_KEY: "  ", EGRESS_ALLOW: " 10.0.0.0/8, host.internal:8080 ," })).toMatchObject({
      openaiApiKey: undefined,
      egressAllow: ["10.0.0.0/8", "host.internal:8080"],
    });
  });
});
