import { describe, expect, it } from "vitest";
import { db } from "@/server/db";
import { newId } from "@/server/ids";
import { changeExperience, deleteExperience, listExperiences } from "@/server/services/experiences/experiences";
import { type Draft, principal, publish } from "@/server/testing/studio";

const draft: Draft = {
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "say", type: "answer", config: { template: "hello" } },
  ],
  edges: [{ source: "start", target: "say" }],
};

async function learned(...texts: string[]): Promise<{ appCode: string; ids: string[] }> {
  const { appCode } = await publish(draft);
  const app = await db.app.findFirstOrThrow({ where: { code: appCode } });
  const ids = texts.map(() => newId());
  await db.experience.createMany({
    data: texts.map((text, index) => ({
      id: ids[index] ?? "",
      tenantId: principal.tenantId,
      ownerId: principal.personId,
      appId: app.id,
      text,
    })),
  });
  return { appCode, ids };
}

describe("experiences", () => {
  it("are listed newest first, a page at a time, by app and by state", async () => {
    const { appCode, ids } = await learned("one", "two", "three");
    await changeExperience(principal, ids[0] ?? "", { status: "pinned" });
    const first = await listExperiences(principal, { appCode, limit: 2 });
    expect(first.items.map((item) => item.text)).toEqual(["three", "two"]);
    const second = await listExperiences(principal, { appCode, limit: 2, cursor: first.nextCursor ?? "" });
    expect(second).toMatchObject({
      items: [{ text: "one", status: "pinned", app: { code: appCode } }],
      nextCursor: null,
    });
    expect((await listExperiences(principal, { appCode, status: "pinned", limit: 10 })).items).toHaveLength(1);
  });

  it("are reworded, retired and deleted", async () => {
    const { appCode, ids } = await learned("one");
    const id = ids[0] ?? "";
    expect(await changeExperience(principal, id, { text: "better", status: "retired" })).toMatchObject({
      text: "better",
      status: "retired",
    });
    await deleteExperience(principal, id);
    expect((await listExperiences(principal, { appCode, limit: 10 })).items).toEqual([]);
  });

  it("do not exist for other people and other tenants", async () => {
    const { appCode, ids } = await learned("secret");
    const absent = { code: "not_found" };
    for (const other of [
      { ...principal, personId: "stranger" },
      { ...principal, tenantId: "other" },
    ]) {
      await expect(changeExperience(other, ids[0] ?? "", { status: "pinned" })).rejects.toMatchObject(absent);
      await expect(deleteExperience(other, ids[0] ?? "")).rejects.toMatchObject(absent);
      await expect(listExperiences(other, { appCode, limit: 10 })).rejects.toMatchObject(absent);
      expect((await listExperiences(other, { limit: 10 })).items).toEqual([]);
    }
  });
});
