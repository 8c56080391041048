import { AgentCapabilitiesSchema } from "@ag-ui/core/schemas";
import { describe, expect, it } from "vitest";
import type { NodeKind } from "../workflow/schema";
import { describeCapabilities } from "./describe-capabilities";

function capabilities(
  kinds: NodeKind[],
  more: { canInterrupt?: boolean; delegates?: boolean; mostRounds?: number } = {},
) {
  return describeCapabilities({
    name: "Refunds",
    description: "",
    version: "3",
    appCode: "refunds",
    kinds: new Set(kinds),
    canInterrupt: false,
    delegates: false,
    ...more,
  });
}

describe("describeCapabilities", () => {
  it("has the protocol's shape, strictly", () => {
    const said = capabilities(["agent", "code", "human-input"], { canInterrupt: true, mostRounds: 12 });
    expect(AgentCapabilitiesSchema.parse(said)).toEqual(said);
  });

  it("promises tools, code and questions only to apps that have them", () => {
    expect(capabilities(["start", "llm", "answer"])).toMatchObject({
      tools: { supported: false, clientProvided: false },
      execution: { codeExecution: false },
      humanInTheLoop: { supported: false, interrupts: false, approvals: false },
    });
    expect(capabilities(["start", "answer"]).multimodal?.input).toMatchObject({ image: false, pdf: false });
    expect(capabilities(["llm"]).multimodal?.input).toMatchObject({ image: true, pdf: true, audio: false });
    expect(capabilities(["agent", "code"], { canInterrupt: true, mostRounds: 7 })).toMatchObject({
      tools: { supported: true, clientProvided: true, parallelCalls: true },
      execution: { codeExecution: true, sandboxed: true, maxIterations: 7 },
      humanInTheLoop: { supported: true, interrupts: true, approvals: true, approveWithEdits: true },
    });
  });
});
