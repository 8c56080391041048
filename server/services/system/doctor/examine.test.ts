import { expect, it, onTestFinished, vi } from "vitest";

/** The demo service that the watched run calls; server/env reads its address when it is first loaded. */
const demo = await vi.hoisted(async () => {
  const { createServer } = await import("node:http");
  const server = createServer((_request, response) =>
    response.setHeader("content-type", "application/json").end('{"city":"Bremen","celsius":11}'),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The demo service has no port.");
  process.env.SIGNALBOX_ORIGIN = `http://127.0.0.1:${address.port}`;
  return server;
});

import { afterAll } from "vitest";
import type { CheckReport } from "@/server/domain/doctor/report";
import { getRun } from "@/server/services/runs/get-run";
import { checkReadiness } from "@/server/services/system/check-readiness";
import { principal, runStudio } from "@/server/testing/studio";
import { examine } from "./examine";
import { examineInstallation } from "./examine-installation";

runStudio();
afterAll(() => new Promise((resolve) => demo.close(resolve)));

const processOf = (report: CheckReport) =>
  report.stages.flatMap((stage) => /process (\d+)/.exec(stage)?.[1] ?? []).map(Number)[0];

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

it("examines each part, and shows a run outlive the worker that is killed while it executes it", async () => {
  const last = new Map<string, CheckReport>();
  const progress: number[] = [];
  for await (const report of examine({ principal, askReadiness: checkReadiness })) {
    last.set(report.check, report);
    if (report.progress) progress.push(report.progress.done);
  }
  const found = [...last.values()].map(({ check, state, sentence }) => `${check} ${state === "ok" ? "ok" : sentence}`);
  expect(found).toEqual(["database ok", "migrations ok", "server ok", "model ok", "sandbox ok", "durability ok"]);
  const durability = last.get("durability");
  expect(durability?.sentence).toMatch(/finished [\d.]+ s after the kill: 100 of 100 steps, none done twice/);
  expect(progress.at(-1)).toBe(100);
  expect(progress).toEqual(progress.toSorted((left, right) => left - right));
  expect(await getRun(principal, durability?.runId ?? "")).toMatchObject({ status: "completed", result: "done" });
}, 180_000);

it("says what to do about a server that is not ready, and leaves out what depends on it", async () => {
  const askReadiness = async () => ({ isReady: false, checks: { database: true, seed: true, engine: false } });
  const last = new Map<string, CheckReport>();
  for await (const report of examine({ principal, askReadiness })) last.set(report.check, report);
  expect(last.get("server")).toMatchObject({
    state: "problem",
    sentence: "The server is not ready; missing: engine.",
    advice: expect.stringContaining("npm start") as string,
  });
  expect(last.get("durability")).toMatchObject({ state: "skipped" });
});

it("ends with whoever watches it: the spare worker goes, and the next examination may begin", async () => {
  const reports = examineInstallation(principal);
  onTestFinished(async () => void (await reports.return()));
  let pid: number | undefined;
  for (;;) {
    const { value } = await reports.next();
    if (!value) throw new Error("The examination ended before it had a worker.");
    pid = processOf(value);
    if (pid !== undefined) break;
    await expect(examineInstallation(principal).next()).rejects.toMatchObject({ code: "run_active" });
  }
  await reports.return();
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  const next = examineInstallation(principal);
  expect(await next.next()).toMatchObject({ value: { check: "database" } });
  await next.return();
}, 180_000);

it("is for administrators", async () => {
  await expect(examineInstallation({ ...principal, role: "viewer" }).next()).rejects.toMatchObject({
    code: "forbidden",
  });
});
