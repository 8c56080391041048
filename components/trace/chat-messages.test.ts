import { describe, expect, test } from "vitest";
import { placesOf, prettyArguments, readExchange } from "./chat-messages";

describe("a model call as a conversation", () => {
  test("shows what was sent, the tools on offer, and the answer last", () => {
    const exchange = readExchange(
      {
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello" },
        ],
        tools: ["get_order"],
      },
      { text: "Good day." },
    );
    expect(exchange?.tools).toEqual(["get_order"]);
    expect(exchange?.messages.map(({ role, text, isAnswer }) => [role, text, isAnswer])).toEqual([
      ["system", "Be brief.", false],
      ["user", "Hello", false],
      ["assistant", "Good day.", true],
    ]);
  });

  test("ties a tool's result to the call it answers", () => {
    const call = { id: "c1", name: "get_order", arguments: '{"order_id":"A-1"}' };
    const exchange = readExchange(
      {
        messages: [
          { role: "assistant", content: "", toolCalls: [call] },
          { role: "tool", toolCallId: "c1", content: "{}" },
          { role: "tool", toolCallId: "c9", content: "{}" },
        ],
      },
      { text: "", tool_calls: [call] },
    );
    expect(exchange?.messages.map((message) => message.answers)).toEqual([undefined, "get_order", "c9", undefined]);
    expect(exchange?.messages.at(-1)?.toolCalls).toEqual([call]);
  });

  test("a call under way has no answer yet", () => {
    expect(readExchange({ messages: [{ role: "user", content: "Hello" }] }, null)?.messages).toHaveLength(1);
  });

  test("content that is not text is shown as the JSON that it is", () => {
    expect(
      readExchange({ messages: [{ role: "user", content: [{ type: "image" }] }] }, null)?.messages[0]?.text,
    ).toContain('"image"');
  });

  test.each([[null], ["text"], [{ prompt: "x" }], [{ messages: "none" }]])("%j is no conversation", (input) => {
    expect(readExchange(input, null)).toBeUndefined();
  });

  test("arguments are indented when they are JSON and left alone when they are not", () => {
    expect(prettyArguments('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyArguments('{"a":')).toBe('{"a":');
  });
});

describe("from where a message can be said again", () => {
  const message = (role: string, isAnswer = false) => ({ role, text: "x", toolCalls: [], isAnswer });
  const agent = ["system", "user", "assistant", "tool", "tool", "assistant", "tool"].map((role) => message(role));

  test("is the round that said it, and the agent's beginning for what it was first told", () => {
    const places = placesOf({ messages: [...agent, message("assistant", true)], tools: [] }, "items[0]/ask#3");
    expect([...places]).toEqual([
      [1, "items[0]/ask"],
      [2, "items[0]/ask#1"],
      [5, "items[0]/ask#2"],
      [7, "items[0]/ask#3"],
    ]);
  });

  test("is the node itself for a model that is asked once, whatever conversation it was shown", () => {
    const shown = [message("user"), message("assistant"), message("user"), message("assistant", true)];
    expect([...placesOf({ messages: shown, tools: [] }, "think").values()]).toEqual(["think", "think", "think"]);
  });
});
