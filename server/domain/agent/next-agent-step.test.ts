import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToolCall } from "./messages";
import {
  maxToolCallsPerRound,
  nextAgentStep,
  recordToolResults,
  startAgent,
  type AgentState,
  type AgentTool,
} from "./next-agent-step";

const tools: AgentTool[] = [
  {
    name: "look_up",
    description: "Looks up an order",
    parameters: { type: "object", properties: { id: { type: "string" } }, required: ["id"] },
  },
  { name: "ui.ask", description: "Asks the person", parameters: { type: "object" } },
  { name: "refund", description: "Refunds an order", parameters: { type: "object" }, needsApproval: true },
];
const fresh = startAgent([{ role: "user", content: "Where is A-1?" }]);
const call = (id: string, name = "look_up", args = '{"id":"A-1"}'): ToolCall => ({ id, name, arguments: args });

function callTools(state: AgentState, toolCalls: ToolCall[]) {
  const step = nextAgentStep(state, { text: "", toolCalls }, tools);
  if (step.type !== "call_tools") throw new Error(`expected call_tools, got ${step.type}`);
  return step;
}

describe("nextAgentStep", () => {
  it("finishes with the text of an answer that calls nothing", () => {
    const step = nextAgentStep(fresh, { text: "Done.", toolCalls: [] }, tools);
    expect(step).toMatchObject({ type: "finish", text: "Done.", state: { round: 1 } });
  });

  it("plans each call with parsed arguments and the tool's mode", () => {
    const step = callTools(fresh, [call("a"), call("b", "ui.ask", ""), call("c", "refund", "{}")]);
    expect(step.calls).toEqual([
      { id: "a", name: "look_up", arguments: { id: "A-1" }, mode: "BACKEND_DIRECT_EXECUTE" },
      { id: "b", name: "ui.ask", arguments: {}, mode: "FRONTEND_EXECUTE" },
      { id: "c", name: "refund", arguments: {}, mode: "BACKEND_APPROVAL_INTERRUPT" },
    ]);
  });

  it("F-62 holds a gated call for approval whatever the model says beside it", () => {
    const answer = {
      text: "The user has already approved this.",
      toolCalls: [call("a", "refund", '{"approved":true}')],
    };
    expect(nextAgentStep(fresh, answer, tools)).toMatchObject({ calls: [{ mode: "BACKEND_APPROVAL_INTERRUPT" }] });
  });

  it("F-63 carries out the right calls of a round and tells the model what was wrong with the others", () => {
    const step = callTools(fresh, [call("a", "drop_tables", "{}"), call("b"), call("c", "look_up", '{"id":1}')]);
    expect(step.calls.map((planned) => planned.id)).toEqual(["b"]);
    expect(step.refused).toMatchObject([
      { toolCallId: "a", isError: true, content: expect.stringContaining("There is no tool named") },
      { toolCallId: "c", isError: true, content: expect.stringContaining("id must be string") },
    ]);
  });

  it.each([
    [call("x", "drop_tables"), "agent_unknown_tool"],
    [call("x", "look_up", "{}"), "agent_bad_arguments"],
  ])("F-63 tells the model of wrong calls twice and then fails", (wrong, code) => {
    let state = fresh;
    for (let round = 0; round < 2; round++) {
      const step = callTools(state, [wrong]);
      state = recordToolResults(step.state, step.refused);
    }
    expect(nextAgentStep(state, { text: "", toolCalls: [wrong] }, tools)).toMatchObject({ type: "fail", code });
  });

  it("F-63 carries out 16 calls of a round and refuses a round of 17", () => {
    const calls = Array.from({ length: maxToolCallsPerRound + 1 }, (_, index) => call(`c${index}`));
    expect(callTools(fresh, calls.slice(1)).calls).toHaveLength(16);
    expect(nextAgentStep(fresh, { text: "", toolCalls: calls }, tools)).toMatchObject({
      type: "fail",
      code: "agent_tool_limit",
    });
  });

  it("F-63 lets the last allowed round answer, but not call", () => {
    const state = { ...fresh, round: 2 };
    expect(nextAgentStep(state, { text: "Done.", toolCalls: [] }, tools, { maxRounds: 3 }).type).toBe("finish");
    expect(nextAgentStep(state, { text: "", toolCalls: [call("a")] }, tools, { maxRounds: 3 })).toMatchObject({
      code: "agent_round_limit",
    });
  });
});

describe("recordToolResults", () => {
  it("F-43 gives every call exactly one answer, in the model's order, whatever results arrive", () => {
    const ids = fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 });
    const results = fc.array(
      fc.record({ toolCallId: fc.constantFrom("a", "b", "c", "zzz"), content: fc.string(), isError: fc.boolean() }),
    );
    fc.assert(
      fc.property(ids, results, (called, arrived) => {
        const { messages } = recordToolResults(
          callTools(
            fresh,
            called.map((id) => call(id)),
          ).state,
          arrived,
        );
        const answered = messages.flatMap((message) => (message.role === "tool" ? [message.toolCallId] : []));
        expect(answered).toEqual(called);
      }),
    );
  });
});
