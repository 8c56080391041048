import { describe, expect, it } from "vitest";
import { listModels, modelInfo } from "./list-models";
import { serveModel } from "./model-server.fixture";
import { createProvider } from "./provider";

describe("listModels", () => {
  it("asks the provider once and remembers the names in order", async () => {
    let calls = 0;
    await using server = await serveModel((response) => {
      calls += 1;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ object: "list", data: [{ id: "zeta" }, { id: "alpha" }] }));
    });
    expect(await listModels(server.provider)).toEqual(["alpha", "zeta"]);
    expect(await listModels(server.provider)).toEqual(["alpha", "zeta"]);
    expect(calls).toBe(1);
  });

  it("asks again after a failure", async () => {
    let calls = 0;
    await using server = await serveModel((response) => {
      calls += 1;
      response.writeHead(calls === 1 ? 500 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ object: "list", data: [{ id: "alpha" }] }));
    });
    await expect(listModels(server.provider)).rejects.toMatchObject({ code: "model_unavailable" });
    expect(await listModels(server.provider)).toEqual(["alpha"]);
  });

  it("lists the offline model alone when nothing is configured", async () => {
    expect(await listModels(createProvider({}))).toEqual(["signalbox-offline"]);
  });
});

describe("modelInfo", () => {
  it("says whether answers are the offline model's, and never shows credentials", () => {
    expect(modelInfo(createProvider({}))).toEqual({
      isOffline: true,
      defaultModel: "signalbox-offline",
      baseUrlHost: "this process",
    });
    const provider = createProvider({
      openaiApiKey: "sk-1234567890",
      openaiBaseUrl: "https://user:secret@models.example:8443/v1",
    });
    expect(modelInfo(provider)).toEqual({ isOffline: false, baseUrlHost: "models.example:8443" });
    expect(modelInfo(createProvider({ openaiApiKey: "sk-1234567890" }))).toEqual({
      isOffline: false,
      defaultModel: "gpt-4.1-mini",
      baseUrlHost: "api.openai.com",
    });
  });
});
