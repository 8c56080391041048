import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Prisma } from "@/prisma/generated/client";
import { db } from "@/server/db";
import { formResponseSchema } from "@/server/domain/interrupts/response-schema";
import type { Principal } from "@/server/services/access/principal";
import { countPending } from "@/server/services/interrupts/count-pending";
import { exportInterrupts } from "@/server/services/interrupts/export-interrupts";
import { getInterrupt, listInterruptsOfRun, listInterruptsOfSession } from "@/server/services/interrupts/get-interrupt";
import { listInterrupts } from "@/server/services/interrupts/list-interrupts";

const tenantId = "acme";
const ann: Principal = { tenantId, personId: "ann", personName: "Ann", role: "author" };
const bob: Principal = { tenantId, personId: "bob", personName: "Bob", role: "author" };
const chief: Principal = { tenantId, personId: "chief", personName: "Chief", role: "admin" };
const stranger: Principal = { ...chief, tenantId: "other" };

beforeAll(async () => {
  await db.tenant.create({ data: { id: tenantId, name: "Acme" } });
  await db.person.createMany({
    data: [ann, bob, chief].map(({ personId, personName, role }) => ({
      id: personId,
      tenantId,
      name: personName,
      role,
    })),
  });
  await db.workflow.create({ data: { id: "flow", tenantId, ownerId: "ann", name: "Refund desk", draft: {} } });
  await db.session.create({
    data: { id: "talk", tenantId, ownerId: "ann", threadId: "talk", source: "chat", title: "Where is my money" },
  });
  await db.run.createMany({
    data: ["first", "resumed"].map((id) => ({
      id,
      tenantId,
      ownerId: "ann",
      sessionId: "talk",
      workflowId: "flow",
      workflowVersionId: "v1",
      rootRunId: "first",
      source: "chat",
      inputs: {},
    })),
  });
  await db.nodeRun.create({
    data: {
      id: "n1",
      tenantId,
      runId: "first",
      nodeId: "desk",
      kind: "agent",
      title: "Refund agent",
      status: "waiting",
    },
  });
});

beforeEach(() => db.interrupt.deleteMany());

/** A question that Ann's run asked; what is given differs from a plain approval. */
async function ask(id: string, given: Partial<Prisma.InterruptCreateInput> = {}): Promise<void> {
  await db.interrupt.create({
    data: {
      id,
      tenantId,
      ownerId: "ann",
      sessionId: "talk",
      runId: "first",
      rootRunId: "first",
      workflowId: "flow",
      nodeId: "desk#1.1",
      kind: "approval",
      reason: "tool_call",
      message: `Call pay_refund for ${id}.`,
      toolName: "pay_refund",
      toolCallId: `call-${id}`,
      proposal: { amount: 120 },
      responseSchema: {},
      fingerprint: "f",
      approvers: { people: [], roles: [] },
      onExpiry: "reject",
      ...given,
    },
  });
}

const decided = (status: string, decidedById: string, minute: number) => ({
  status,
  decidedById,
  decidedVia: "inbox",
  decidedAt: new Date(Date.UTC(2026, 10, 21, 10, minute)),
});

const idsOf = ({ items }: { items: { id: string }[] }) => items.map((item) => item.id);

describe("who sees which question", () => {
  beforeEach(async () => {
    await ask("open");
    await ask("for-bob", { approvers: { people: ["bob"], roles: [] } });
    await ask("for-authors", { approvers: { people: [], roles: ["author"] } });
  });

  it.each([
    ["the run's owner", ann, ["for-authors", "open"], ["for-bob"]],
    ["a colleague", bob, ["for-authors", "for-bob"], []],
    ["an admin", chief, ["open"], ["for-authors", "for-bob"]],
    ["an admin of another tenant", stranger, [], []],
  ])(
    "%s decides what it is asked, and is shown what others are asked if it concerns it",
    async (_name, who, mine, team) => {
      expect(idsOf(await listInterrupts(who, { group: "mine" })).toSorted()).toEqual(mine);
      expect(idsOf(await listInterrupts(who, { group: "team" })).toSorted()).toEqual(team);
      expect(await countPending(who)).toEqual({ mine: mine.length, team: team.length });
      for (const item of (await listInterrupts(who, { group: "mine" })).items) expect(item.mayDecide).toBe(true);
      for (const item of (await listInterrupts(who, { group: "team" })).items) expect(item.mayDecide).toBe(false);
    },
  );

  it("one that a person has nothing to do with does not exist for them", async () => {
    await expect(getInterrupt(bob, "open")).rejects.toMatchObject({ code: "not_found" });
    await expect(getInterrupt(stranger, "open")).rejects.toMatchObject({ code: "not_found" });
    await expect(listInterruptsOfRun(stranger, "first")).rejects.toMatchObject({ code: "not_found" });
    await expect(listInterruptsOfSession(stranger, "talk")).rejects.toMatchObject({ code: "not_found" });
  });

  it("somebody who is asked by another's run sees its question, and of the run nothing else", async () => {
    const seen = await listInterruptsOfRun(bob, "first");
    expect(seen.map((one) => one.id).toSorted()).toEqual(["for-authors", "for-bob"]);
    await db.interrupt.deleteMany();
    await expect(listInterruptsOfRun(bob, "first")).rejects.toMatchObject({ code: "not_found" });
    expect(await listInterruptsOfRun(ann, "first")).toEqual([]);
  });
});

describe("a question", () => {
  it("names its workflow, its conversation, its node and the people, and what the database's clock says", async () => {
    await ask("one", { approvers: { people: ["bob", "gone"], roles: ["admin"] }, costMicros: 4200n });
    const view = await getInterrupt(ann, "one");
    expect(view).toMatchObject({
      nodeTitle: "Refund agent",
      workflow: { id: "flow", name: "Refund desk" },
      session: { id: "talk", title: "Where is my money" },
      owner: { id: "ann", name: "Ann" },
      approvers: {
        people: [
          { id: "bob", name: "Bob" },
          { id: "gone", name: "gone" },
        ],
        roles: ["admin"],
      },
      proposal: { amount: 120 },
      costMicros: 4200,
      mayDecide: false,
      result: null,
    });
    expect(Math.abs(view.readAt.getTime() - view.createdAt.getTime())).toBeLessThan(60_000);
  });

  it("H-09 keeps who decided, when, from where and what came of it", async () => {
    await ask("one", {
      ...decided("EXECUTED", "bob", 5),
      decision: { type: "approve", editedArgs: { amount: 100 } },
      result: { paid: true },
    });
    expect(await getInterrupt(ann, "one")).toMatchObject({
      status: "EXECUTED",
      decision: { type: "approve", editedArgs: { amount: 100 } },
      decidedBy: { id: "bob", name: "Bob" },
      decidedVia: "inbox",
      decidedAt: new Date(Date.UTC(2026, 10, 21, 10, 5)),
      result: '{\n  "paid": true\n}',
    });
  });

  it("a long result is shortened to 4,000 characters", async () => {
    await ask("one", { result: "x".repeat(10_000) });
    expect((await getInterrupt(ann, "one")).result).toHaveLength(4001);
  });

  it("a form tells the ways on that its answer may take, in the author's words where there are some", async () => {
    const responseSchema = formResponseSchema({}, [{ id: "ship", label: "Ship it" }, { id: "hold" }]);
    await ask("form", { kind: "form", responseSchema });
    expect((await getInterrupt(ann, "form")).choices).toEqual([
      { id: "ship", label: "Ship it" },
      { id: "hold", label: "hold" },
    ]);
  });
});

describe("lists", () => {
  it("go page by page through questions of the same moment, each once", async () => {
    const createdAt = new Date(Date.UTC(2026, 10, 21));
    for (const id of ["a", "b", "c", "d", "e"]) await ask(id, { createdAt });
    await ask("later", { createdAt: new Date(Date.UTC(2026, 10, 22)) });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listInterrupts(ann, { group: "mine", limit: 2, cursor });
      seen.push(...idsOf(page));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["later", "a", "b", "c", "d", "e"]);
  });

  it.each(["nonsense", "2026-11-21", "|", "never|x"])("refuse the cursor %j with a sentence", async (cursor) => {
    await expect(listInterrupts(ann, { group: "mine", cursor })).rejects.toMatchObject({ code: "bad_request" });
  });

  it("find by words of the sentence, the tool, the host and the workflow, by kind and by workflow", async () => {
    await ask("one", { message: "Delete the customer", toolName: "delete_user", host: "crm.example.com" });
    await ask("two", { kind: "form", message: "Which address?", toolName: null });
    const found = async (filter: object) => idsOf(await listInterrupts(ann, { group: "mine", ...filter })).toSorted();
    expect(await found({ search: "CUSTOMER" })).toEqual(["one"]);
    expect(await found({ search: "delete_u" })).toEqual(["one"]);
    expect(await found({ search: "crm.exa" })).toEqual(["one"]);
    expect(await found({ search: "refund desk" })).toEqual(["one", "two"]);
    expect(await found({ search: "%" })).toEqual([]);
    expect(await found({ kind: "form" })).toEqual(["two"]);
    expect(await found({ workflowId: "other" })).toEqual([]);
  });

  it("leave calls that a client's own program answers to the client", async () => {
    await ask("ui", { kind: "frontend_tool" });
    expect(await countPending(ann)).toEqual({ mine: 0, team: 0 });
    expect(idsOf(await listInterrupts(ann, { group: "mine" }))).toEqual([]);
    expect((await listInterruptsOfSession(ann, "talk")).map((one) => one.id)).toEqual(["ui"]);
  });

  it("H-09 what was decided stands by the time of its decision, and exports whole", async () => {
    await ask("early", decided("REJECTED", "ann", 1));
    await ask("late", decided("EXECUTED", "bob", 2));
    await ask("open");
    expect(idsOf(await listInterrupts(ann, { group: "decided" }))).toEqual(["late", "early"]);
    const record = await exportInterrupts(ann, {});
    expect(idsOf(record)).toEqual(["late", "early"]);
    expect(record.isComplete).toBe(true);
    expect(idsOf(await exportInterrupts(bob, {}))).toEqual(["late"]);
    expect(idsOf(await exportInterrupts(stranger, {}))).toEqual([]);
  });

  it("F-05 a run's questions are found from each of its segments", async () => {
    await ask("one");
    await ask("two", { runId: "resumed" });
    for (const runId of ["first", "resumed"]) {
      expect((await listInterruptsOfRun(ann, runId)).map((one) => one.id)).toEqual(["one", "two"]);
    }
  });
});
