import { describe, expect, it } from "vitest";
import type { Conversation, OfferedTool } from "./chat-body";
import { replyTo } from "./reply";

const tool = (
  name: string,
  description: string,
  properties: OfferedTool["parameters"] = {},
  required: string[] = Object.keys(properties),
): OfferedTool => ({
  name,
  description,
  parameters: { type: "object", properties, required },
});

const lookUpOrder = tool("look_up_order", "Finds an order and its shipping status", { order_id: { type: "string" } });
const refundOrder = tool(
  "refund_order",
  "Pays money back for an order",
  { order_id: { type: "string" }, amount: { type: "number" }, reason: { type: "string" } },
  ["order_id"],
);
const sendEmail = tool("send_email", "Sends a message to a customer", {
  to: { type: "string", format: "email" },
  subject: { type: "string" },
  body: { type: "string" },
});
const getWeather = tool(
  "get_weather",
  "Current weather for a city",
  { city: { type: "string" }, unit: { type: "string", enum: ["celsius", "fahrenheit"] } },
  ["city"],
);
const calculator = tool("calculator", "Evaluates an arithmetic expression", { expression: { type: "string" } });
const allTools = [lookUpOrder, refundOrder, sendEmail, getWeather, calculator];

function reply(user: string, more: Partial<Conversation> = {}) {
  return replyTo({
    model: "signalbox-offline",
    system: "",
    user,
    toolResults: [],
    tools: [],
    responseSchema: undefined,
    ...more,
  });
}
function calls(user: string, tools = allTools): [string, unknown][] {
  return reply(user, { tools }).calls.map((call) => [call.name, JSON.parse(call.arguments)]);
}

describe("replyTo, with tools", () => {
  it.each([
    ["What is the weather in Paris?", [["get_weather", { city: "Paris" }]]],
    ["How is the weather in New York, in fahrenheit?", [["get_weather", { city: "New York", unit: "fahrenheit" }]]],
    ["What is 12 * (7 + 0.5)?", [["calculator", { expression: "12 * (7 + 0.5)" }]]],
    ["Where is my order A-1001?", [["look_up_order", { order_id: "A-1001" }]]],
    [
      "Please refund $49.90 for order A-1001 because it arrived damaged.",
      [["refund_order", { order_id: "A-1001", amount: 49.9, reason: "it arrived damaged" }]],
    ],
  ])("calls what %j asks for, with what it says", (user, expected) => {
    expect(calls(user)).toEqual(expected);
  });

  it("calls several tools when several are asked for", () => {
    const made = calls(
      'Check the weather in Oslo and send an email to ada@example.com with subject "Trip" saying "Pack a coat".',
    );
    expect(made).toEqual([
      ["get_weather", { city: "Oslo" }],
      ["send_email", { to: "ada@example.com", subject: "Trip", body: "Pack a coat" }],
    ]);
  });

  it("gives each clause's tool what the clause names", () => {
    expect(calls("Where is order A-1003 and please refund order A-1002")).toEqual([
      ["look_up_order", { order_id: "A-1003" }],
      ["refund_order", { order_id: "A-1002" }],
    ]);
  });

  it("understands an id without the thing's name, and several ids", () => {
    expect(calls("Has A-1001 been shipped?")).toEqual([["look_up_order", { order_id: "A-1001" }]]);
    expect(calls("Order A-1001 and A-1002 please")).toEqual([
      ["look_up_order", { order_id: "A-1001" }],
      ["look_up_order", { order_id: "A-1002" }],
    ]);
    expect(calls("Is it raining in New York?")).toEqual([["get_weather", { city: "New York" }]]);
  });

  it("names its tools when it is asked what it can do", () => {
    expect(reply("What can you do?", { tools: [lookUpOrder, getWeather] }).text).toContain(
      "look up order, get weather",
    );
  });

  it("calls nothing when nothing is asked of a tool", () => {
    expect(calls("Hello, how are you?")).toEqual([]);
    expect(calls("Write a haiku about autumn.")).toEqual([]);
  });

  it("tells what the tools answered, and calls no more", () => {
    const answer = reply("Where is my order A-1001?", {
      tools: allTools,
      toolResults: [
        { name: "look_up_order", content: '{"order_id":"A-1001","status":"shipped","carrier":{"name":"DHL"}}' },
        { name: "get_weather", content: "Error: the city is unknown." },
      ],
    });
    expect(answer.calls).toEqual([]);
    expect(answer.text).toContain("status shipped");
    expect(answer.text).toContain("DHL");
    expect(answer.text).toContain("the city is unknown");
  });
});

describe("replyTo, in text", () => {
  const context = `Answer the question from the context.

Context:
Returns are free within 30 days of delivery. Gift cards cannot be returned.
The warehouse is in Rotterdam. Support is open on weekdays from nine to five.

Question: How many days do I have for returns?`;

  it("answers from the context with the sentence that matters", () => {
    expect(reply(context).text).toBe("Returns are free within 30 days of delivery.");
  });

  it("answers from documents that come as JSON", () => {
    const documents = [
      { title: "Returns", text: "Goods can be returned within 30 days." },
      { title: "Shipping", text: "Shipping takes 3 days." },
    ];
    expect(
      reply(
        `Answer from these documents.\n${JSON.stringify(documents, null, 2)}\nQuestion: How many days does shipping take?`,
      ).text,
    ).toBe("Shipping takes 3 days.");
    expect(
      reply('Draft a reply.\nCustomer: Where is my order A-1001?\nOrder: {"order_id":"A-1001","status":"shipped"}')
        .text,
    ).toContain("status shipped");
  });

  it("prefers the sentence with the rarer word", () => {
    const policies =
      "Context:\nGoods can be returned within 30 days of delivery.\nDelivery takes 2 days, abroad 6.\nGift cards are valid for 3 years. Cards cannot be paid out in cash.\nWe accept cards.\n\nQuestion: ";
    expect(reply(`${policies}How fast is delivery abroad?`).text).toBe("Delivery takes 2 days, abroad 6.");
    expect(reply(`${policies}Can I have cards paid out in cash?`).text).toBe("Cards cannot be paid out in cash.");
    expect(reply(`${policies}gift cards`).text).toBe("Gift cards are valid for 3 years.");
    expect(reply(`${policies}How long can I return something?`).text).toBe(
      "Goods can be returned within 30 days of delivery.",
    );
  });

  it("answers from context in the system prompt as well", () => {
    expect(
      reply("Where is the warehouse?", {
        system: "You are a helper.\nThe warehouse is in Rotterdam. Gift cards cannot be returned.",
      }).text,
    ).toBe("The warehouse is in Rotterdam.");
  });

  it("does not make up what it was not given", () => {
    expect(reply("What is the capital of France?").text).not.toContain("Paris");
    expect(reply(context.replace(/Question:.*/, "Question: Who founded the company?")).text).toContain(
      "says nothing on this",
    );
  });

  it("chooses among the options that it is given", () => {
    const classify = "Classify the message. Answer with one of: refund, shipping, other.\n\nMessage: ";
    expect(reply(`${classify}I want a refund for my broken lamp`).text).toBe("refund");
    expect(reply(`${classify}When are you shipping it?`).text).toBe("shipping");
    expect(reply(`${classify}I want my money back`).text).toBe("refund");
    expect(reply("Is it urgent? Answer yes or no.\nMessage: the server is on fire").text).toBe("yes");
    expect(reply("Is it urgent? Answer yes or no.\nMessage: no hurry at all").text).toBe("no");
    expect(reply(`${classify}You have a nice logo`).text).toBe("other");
  });

  it("sums a text up by its own central sentences", () => {
    const text =
      "Summarise this text:\nThe harbour bridge closed on Monday. Engineers found cracks in the bridge. Cafés stayed open. The bridge will open again after engineers repair the cracks.";
    const answer = reply(text).text;
    expect(answer).toContain("cracks");
    expect(answer).not.toContain("Cafés");
    expect(answer.length).toBeLessThan(text.length);
  });

  it("greets back, and says something to every message", () => {
    expect(reply("Hi there").text).toBe("Hello. What can I do for you?");
    for (const user of ["", "?", "…", "Write a poem about rain", "42", "好的", "x".repeat(100_000)])
      expect(reply(user).text).not.toBe("");
  });

  it("F-55 stays quick on text made to be slow", () => {
    const unit = [
      "x",
      "1",
      "(",
      '"',
      "'",
      "a@",
      "[",
      "{",
      " ",
      "A-",
      "1 + ",
      "\n",
      ": ",
      '{"a":',
      "1.1",
      "#1",
      ", and ",
    ];
    const startedAt = performance.now();
    for (const piece of unit) {
      for (const user of [piece.repeat(20_000), `Answer with one of: a, b. JSON keys ${piece.repeat(20_000)}!`])
        reply(user, { tools: allTools });
    }
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it("answers the same to the same conversation", () => {
    expect(reply(context)).toEqual(reply(context));
  });
});

describe("replyTo, in JSON", () => {
  it("fits the schema that the request carries", () => {
    const responseSchema = {
      type: "object",
      properties: {
        category: { type: "string", enum: ["billing", "technical"] },
        urgent: { type: "boolean" },
        amount: { type: "integer" },
      },
      required: ["category", "urgent", "amount"],
    };
    expect(JSON.parse(reply("A billing problem: I was charged 80 euros twice.", { responseSchema }).text)).toEqual({
      category: "billing",
      urgent: false,
      amount: 80,
    });
  });

  it("gives the keys that the prompt names or shows", () => {
    const named = JSON.parse(
      reply("Extract as JSON with the keys name, email. Text: Ada wrote from ada@example.com").text,
    );
    expect(named).toMatchObject({ name: "Ada", email: "ada@example.com" });
    const shown = JSON.parse(
      reply('Reply in JSON like {"email": "...", "order_id": "..."}\nMessage: ada@example.com asks about A-1001').text,
    );
    expect(shown).toEqual({ email: "ada@example.com", order_id: "A-1001" });
    expect(JSON.parse(reply("Reply with valid JSON only.\nThe lamp is broken.").text)).toBeTypeOf("object");
  });
});
