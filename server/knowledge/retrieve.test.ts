import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createEgressPolicy, type EgressPolicy } from "@/server/egress/policy";
import { retrieveDocuments } from "./retrieve";

const handbook = [
  {
    id: "refunds",
    title: "Refunds",
    content: "Money is returned within 14 days of a refund request.",
    url: "https://docs.example/refunds",
    team: "billing",
  },
  {
    id: "shipping",
    title: "Shipping",
    content: "Parcels leave the warehouse within two working days. Refunds never delay parcels.",
  },
  { title: "Opening hours", text: "The shop opens at nine." },
  "Gift cards\nGift cards cannot be exchanged for cash.",
];

let server: Server;
let policy: EgressPolicy;
let answer: { status: number; body: string };

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  policy = createEgressPolicy({ ownOrigin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, allow: [] });
});

beforeEach(() => {
  answer = { status: 200, body: "[]" };
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function retrieve(query: string, options: Partial<Parameters<typeof retrieveDocuments>[0]> = {}) {
  return retrieveDocuments({ query, topK: 3, policy, ...options });
}

describe("ranking", () => {
  test("the best document comes first, with everything known of it", async () => {
    const [best, second] = await retrieve("How do I get a refund?", { documents: handbook });
    expect(best).toEqual({
      id: "refunds",
      title: "Refunds",
      content: "Money is returned within 14 days of a refund request.",
      score: expect.any(Number),
      url: "https://docs.example/refunds",
      metadata: { team: "billing" },
    });
    expect(second).toMatchObject({ id: "shipping", url: null });
    expect(best?.score).toBeGreaterThan(second?.score ?? Infinity);
  });

  test("texts and objects with text are documents too, titled by their first line", async () => {
    const found = await retrieve("gift cards or opening", { documents: handbook });
    expect(found.map(({ id, title }) => [id, title])).toEqual([
      ["4", "Gift cards"],
      ["3", "Opening hours"],
    ]);
  });

  test("at most topK are returned, and none that shares no word with the query", async () => {
    await expect(retrieve("refund parcels", { documents: handbook, topK: 1 })).resolves.toHaveLength(1);
    await expect(retrieve("quantum chromodynamics", { documents: handbook })).resolves.toEqual([]);
    await expect(retrieve("", { documents: handbook })).resolves.toEqual([]);
  });

  test.each([
    ["a typing error", "shiping", "shipping"],
    ["accents and case", "RÉFUNDS", "refunds"],
  ])("%s is forgiven", async (_name, query, id) => {
    const [best] = await retrieve(query, { documents: handbook });
    expect(best?.id).toBe(id);
  });

  test("a language without spaces is searched by its words", async () => {
    const documents = ["退款政策：我们在十四天内退还款项。", "营业时间：商店九点开门。"];
    const [best] = await retrieve("如何退款", { documents });
    expect(best?.content).toContain("退款政策");
  });

  test("documents with the same id are kept apart, and what has no text is left out", async () => {
    const documents = [
      { id: "a", content: "apple pie" },
      { id: "a", content: "apple juice" },
      { title: "empty" },
      7,
      null,
    ];
    await expect(retrieve("apple", { documents })).resolves.toHaveLength(2);
  });
});

describe("a source", () => {
  test.each([
    ["a list", JSON.stringify(handbook)],
    ["an object with documents", JSON.stringify({ documents: handbook })],
  ])("may answer with %s", async (_name, body) => {
    answer.body = body;
    const [best] = await retrieve("refund", { sourceUrl: "/api/demo/documents" });
    expect(best?.id).toBe("refunds");
  });

  test("its documents are searched together with those given in place", async () => {
    answer.body = JSON.stringify(["remote apple"]);
    const found = await retrieve("apple", { documents: ["local apple"], sourceUrl: "/api/demo/documents" });
    expect(found.map(({ content }) => content).toSorted()).toEqual(["local apple", "remote apple"]);
  });

  test.each([
    ["an error", 500, "[]", "status 500"],
    ["no JSON", 200, "<html>", "did not answer with JSON"],
    ["neither form", 200, '{"items":[]}', "neither a list"],
  ])("that answers with %s fails the retrieval with a sentence", async (_name, status, body, sentence) => {
    answer = { status, body };
    await expect(retrieve("x", { sourceUrl: "/api/demo/documents" })).rejects.toMatchObject({
      code: "retrieval_failed",
      message: expect.stringContaining(sentence),
    });
  });

  test("V-52, S-12 that is private is blocked, and addresses in documents are never called", async () => {
    await expect(retrieve("x", { sourceUrl: "http://127.0.0.1:5432/" })).rejects.toMatchObject({
      code: "tool_blocked",
    });
    answer.body = JSON.stringify([{ content: "apple", url: "http://169.254.169.254/" }]);
    const [best] = await retrieve("apple", { sourceUrl: "/api/demo/documents" });
    expect(best?.url).toBe("http://169.254.169.254/");
  });
});
