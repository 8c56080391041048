import { describe, expect, it } from "vitest";
import { createProvider } from "@/server/models/provider";
import { requireModel } from "@/server/services/traces/require-model";

const workflow = (config: { model?: string }) => ({
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "think", type: "llm", title: "Think", config: { prompt: "x", ...config } },
  ],
});
const withoutDefault = createProvider({ openaiBaseUrl: "http://models.example/v1" });

describe("a trace whose workflow asks a model", () => {
  it("is refused with 503 where no model is named and there is no default", () => {
    expect(() => requireModel(workflow({}), withoutDefault)).toThrowError(
      expect.objectContaining({ code: "model_not_configured", status: 503 }),
    );
  });

  it("runs with a model of its own, with a default, and where nothing asks a model", () => {
    expect(() => requireModel(workflow({ model: "m" }), withoutDefault)).not.toThrow();
    expect(() => requireModel(workflow({}), createProvider({}))).not.toThrow();
    expect(() => requireModel({ nodes: [] }, withoutDefault)).not.toThrow();
  });
});
