import { describe, expect, it } from "vitest";
import { seedInstallation } from "@/server/services/system/seed-installation";
import { principal } from "@/server/testing/studio";
import { archiveWorkflow, renameWorkflow, restoreWorkflow } from "@/server/services/workflows/change-workflow";
import { createWorkflow, duplicateWorkflow } from "@/server/services/workflows/create-workflow";
import { getWorkflow } from "@/server/services/workflows/get-workflow";
import { getVersion, listVersions } from "@/server/services/workflows/list-versions";
import { listWorkflows } from "@/server/services/workflows/list-workflows";
import { publishWorkflow } from "@/server/services/workflows/publish-workflow";
import { saveDraft } from "@/server/services/workflows/save-draft";

const sayHello = {
  inputs: [],
  nodes: [
    { id: "start", type: "start", config: {} },
    { id: "say", type: "answer", config: { template: "hello" } },
  ],
  edges: [{ source: "start", target: "say" }],
};

describe("drafts", () => {
  it("F-53 of two tabs that save the same version one wins; the other is told and loses nothing of the first", async () => {
    const { id } = await createWorkflow(principal, {});
    const saves = await Promise.allSettled([
      saveDraft(principal, { id, expectedVersion: 1, draft: sayHello }),
      saveDraft(principal, { id, expectedVersion: 1, draft: { nodes: [], edges: [] } }),
    ]);
    expect(saves.filter((save) => save.status === "fulfilled")).toHaveLength(1);
    expect(saves.find((save) => save.status === "rejected")).toMatchObject({
      reason: { code: "version_conflict", details: { currentVersion: 2 } },
    });
    expect((await getWorkflow(principal, id)).draftVersion).toBe(2);
  });

  it("F-46 a draft with problems is kept, and refused for publishing with each problem named", async () => {
    const { id } = await createWorkflow(principal, {});
    const draft = {
      nodes: [
        { id: "a", type: "template-transform", config: { template: "x" } },
        { id: "b", type: "no-such-kind", config: {} },
      ],
      edges: [
        { source: "a", target: "b" },
        { source: "b", target: "a" },
        { source: "a", target: "gone" },
      ],
    };
    const { draftVersion } = await saveDraft(principal, { id, expectedVersion: 1, draft });
    await expect(publishWorkflow(principal, { id, expectedVersion: draftVersion })).rejects.toMatchObject({
      code: "invalid_workflow",
      details: {
        issues: expect.arrayContaining(
          ["missing_start", "unknown_node_type", "dangling_edge", "cycle"].map((code) =>
            expect.objectContaining({ code }),
          ),
        ),
      },
    });
    expect((await getWorkflow(principal, id)).app).toBeNull();
  });

  it.each([
    ["not an object", 7],
    ["nested too deep", JSON.parse(`${'{"a":'.repeat(100)}1${"}".repeat(100)}`)],
    ["nodes that are no list", { nodes: "x" }],
  ])("F-48 refuses a document that is %s and keeps the draft", async (_what, draft) => {
    const { id } = await createWorkflow(principal, {});
    await expect(saveDraft(principal, { id, expectedVersion: 1, draft })).rejects.toMatchObject({
      code: "invalid_workflow",
    });
    expect((await getWorkflow(principal, id)).draftVersion).toBe(1);
  });
});

describe("versions", () => {
  it("are numbered, immutable and apart from the draft; the app runs the last one", async () => {
    const { id } = await createWorkflow(principal, { name: "Größe & Maß" });
    const first = await saveDraft(principal, { id, expectedVersion: 1, draft: sayHello });
    const one = await publishWorkflow(principal, { id, expectedVersion: first.draftVersion, note: "first" });
    expect(one).toMatchObject({ number: 1, app: { code: "grosse-mass" } });
    const changed = {
      ...sayHello,
      nodes: sayHello.nodes.map((node) => (node.id === "say" ? { ...node, config: { template: "bye" } } : node)),
    };
    const second = await saveDraft(principal, { id, expectedVersion: first.draftVersion, draft: changed });
    const two = await publishWorkflow(principal, { id, expectedVersion: second.draftVersion });
    expect(two).toMatchObject({ number: 2, app: one.app });
    expect((await getVersion(principal, id, 1)).dsl.nodes[1]?.config).toEqual({ template: "hello" });
    expect((await listVersions(principal, id)).map(({ number, note, isLive }) => ({ number, note, isLive }))).toEqual([
      { number: 2, note: "", isLive: true },
      { number: 1, note: "first", isLive: false },
    ]);
  });

  it("publishing an outdated draft is refused, and twenty at once give one version each time it is asked", async () => {
    const { id } = await createWorkflow(principal, {});
    const { draftVersion } = await saveDraft(principal, { id, expectedVersion: 1, draft: sayHello });
    await expect(publishWorkflow(principal, { id, expectedVersion: 1 })).rejects.toMatchObject({
      code: "version_conflict",
    });
    const published = await Promise.all(
      Array.from({ length: 8 }, () => publishWorkflow(principal, { id, expectedVersion: draftVersion })),
    );
    expect(published.map((version) => version.number).toSorted((left, right) => left - right)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  });
});

describe("the list", () => {
  it("finds by words, keeps archived ones apart and shows what was changed last first", async () => {
    const { id } = await createWorkflow(principal, { name: "Zebra counting" });
    await renameWorkflow(principal, id, { name: "Zebra counting 2", description: "stripes" });
    expect((await listWorkflows(principal, { query: "STRIPES" })).map((item) => item.name)).toEqual([
      "Zebra counting 2",
    ]);
    await archiveWorkflow(principal, id);
    expect(await listWorkflows(principal, { query: "zebra" })).toEqual([]);
    expect((await listWorkflows(principal, { query: "zebra", isArchived: true })).map((item) => item.id)).toEqual([id]);
    await restoreWorkflow(principal, id);
    const copy = await duplicateWorkflow(principal, id);
    expect((await listWorkflows(principal, { query: "zebra" })).map((item) => item.name)).toEqual([
      "Zebra counting 2 copy",
      "Zebra counting 2",
    ]);
    expect((await getWorkflow(principal, copy.id)).app).toBeNull();
  });
});

describe("the seed", () => {
  it("writes each sample once, published, also when several processes start at once", async () => {
    await Promise.all([seedInstallation(), seedInstallation(), seedInstallation()]);
    await seedInstallation();
    const samples = (await listWorkflows(principal, {})).filter((item) => item.app !== null && item.description !== "");
    expect(samples.map((item) => item.app?.code).toSorted()).toEqual([
      "code-summary",
      "expense-check",
      "order-look-up",
      "policy-answerer",
      "score-router",
      "shop-assistant",
    ]);
  });
});
