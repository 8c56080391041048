import { beforeAll, expect, it } from "vitest";
import { getStorage } from "@/server/services/system/get-storage";
import { applyRetention } from "@/server/services/system/retention";
import { principal, publish, runApp, runStudio } from "@/server/testing/studio";

runStudio();

beforeAll(async () => {
  const { appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "say", type: "answer", config: { template: "Hello" } },
    ],
    edges: [{ source: "start", target: "say" }],
  });
  await runApp(appCode);
});

it("tells of each table how long it is kept, how much it holds and what the last cleaning removed", async () => {
  await applyRetention();
  const { tables, settings, sweeps, databaseBytes } = await getStorage(principal);
  const tableOf = (name: string) => tables.find((table) => table.name === name);
  expect(databaseBytes).toBeGreaterThan(1 << 20);
  expect(tableOf("event")).toMatchObject({ keptDays: 30, keptFrom: "after its run ended", removed: 0 });
  expect(tableOf("event")?.rows).toBeGreaterThan(3);
  expect(tableOf("event")?.bytes).toBeGreaterThan(0);
  expect(Date.now() - (tableOf("event")?.oldestAt?.getTime() ?? 0)).toBeLessThan(600_000);
  expect(tableOf("usage_entry")).toMatchObject({ keptDays: null, removed: null });
  expect(tableOf("engine.run")).toMatchObject({ keptDays: 30, removed: 0, rows: 1 });
  expect(settings.map(({ variable, days }) => [variable, days])).toContainEqual(["SIGNALBOX_RETENTION_TRACE_DAYS", 90]);
  expect(sweeps.product?.endedAt).toBeInstanceOf(Date);
  expect(sweeps.executor?.endedAt).toBeInstanceOf(Date);
});

it("is for administrators", async () => {
  await expect(getStorage({ ...principal, role: "author" })).rejects.toMatchObject({ code: "forbidden" });
});
