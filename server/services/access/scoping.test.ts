import { beforeAll, describe, expect, it } from "vitest";
import { principal, publish, runApp, runStudio } from "@/server/testing/studio";
import type { AguiRunRequest } from "@/server/domain/agui/input";
import type { Principal } from "@/server/services/access/principal";
import { getCapabilities } from "@/server/services/agui/get-capabilities";
import { runAgui } from "@/server/services/agui/run-agui";
import { listApps } from "@/server/services/apps/list-apps";
import { resumeRun } from "@/server/services/interrupts/resume-run";
import { getArtifact, getRun, getSpan } from "@/server/services/runs/get-run";
import { getTrace } from "@/server/services/runs/get-trace";
import { findStream } from "@/server/services/runs/find-stream";
import { listRuns } from "@/server/services/runs/list-runs";
import { repeatRun } from "@/server/services/runs/repeat-run";
import { startAppRun, startDraftRun } from "@/server/services/runs/start-run";
import { stopRun } from "@/server/services/runs/stop-run";
import { deleteSession, pinSession, renameSession } from "@/server/services/sessions/change-session";
import { createSession, describeSession } from "@/server/services/sessions/create-session";
import { getHistory, pageMessages } from "@/server/services/sessions/get-history";
import { getSession } from "@/server/services/sessions/get-session";
import { listSessions } from "@/server/services/sessions/list-sessions";
import { pageSessions } from "@/server/services/sessions/page-sessions";
import { getUsage } from "@/server/services/usage/get-usage";
import { archiveWorkflow, renameWorkflow, restoreWorkflow } from "@/server/services/workflows/change-workflow";
import { duplicateWorkflow } from "@/server/services/workflows/create-workflow";
import { getWorkflow } from "@/server/services/workflows/get-workflow";
import { getVersion, listVersions } from "@/server/services/workflows/list-versions";
import { listWorkflows } from "@/server/services/workflows/list-workflows";
import { publishWorkflow } from "@/server/services/workflows/publish-workflow";
import { saveDraft } from "@/server/services/workflows/save-draft";

runStudio();

const colleague: Principal = { ...principal, personId: "colleague", personName: "Colleague" };
const stranger: Principal = { ...principal, tenantId: "other", personId: "stranger", personName: "Stranger" };
const own = { workflowId: "", appCode: "", runId: "", sessionId: "", spanId: "" };

const aguiRequest: AguiRunRequest = {
  threadId: "thread-of-another",
  runId: "run-of-another",
  toolAnswers: [],
  history: [],
  inputs: {},
  client: { tools: [], context: [], state: {}, forwardedProps: {} },
  files: [],
  skippedParts: 0,
};

beforeAll(async () => {
  const { workflowId, appCode } = await publish({
    nodes: [
      { id: "start", type: "start", config: {} },
      { id: "ask", type: "llm", config: { prompt: "{{ inputs.query }}" } },
      { id: "say", type: "answer", config: { template: "{{ nodes.ask.text }}" } },
    ],
    edges: [
      { source: "start", target: "ask" },
      { source: "ask", target: "say" },
    ],
  });
  const run = await runApp(appCode, { message: "hello" });
  Object.assign(own, { workflowId, appCode, runId: run.id, sessionId: run.sessionId, spanId: run.spans[0]?.id ?? "" });
});

describe.each([
  ["a colleague of the same tenant", colleague],
  ["somebody of another tenant", stranger],
])("F-69 V-16 %s", (_who, other) => {
  it.each<[string, (who: Principal) => Promise<unknown>]>([
    ["getWorkflow", (who) => getWorkflow(who, own.workflowId)],
    ["saveDraft", (who) => saveDraft(who, { id: own.workflowId, expectedVersion: 2, draft: { nodes: [], edges: [] } })],
    ["publishWorkflow", (who) => publishWorkflow(who, { id: own.workflowId, expectedVersion: 2 })],
    ["renameWorkflow", (who) => renameWorkflow(who, own.workflowId, { name: "mine now" })],
    ["duplicateWorkflow", (who) => duplicateWorkflow(who, own.workflowId)],
    ["archiveWorkflow", (who) => archiveWorkflow(who, own.workflowId)],
    ["restoreWorkflow", (who) => restoreWorkflow(who, own.workflowId)],
    ["listVersions", (who) => listVersions(who, own.workflowId)],
    ["getVersion", (who) => getVersion(who, own.workflowId, 1)],
    ["startDraftRun", (who) => startDraftRun(who, { workflowId: own.workflowId, inputs: {} })],
    ["startAppRun by app", (who) => startAppRun(who, { appCode: own.appCode, source: "api", inputs: {} })],
    ["startAppRun by session", (who) => startAppRun(who, { sessionId: own.sessionId, source: "api", inputs: {} })],
    ["getRun", (who) => getRun(who, own.runId)],
    ["getTrace", (who) => getTrace(who, own.runId)],
    ["repeatRun", (who) => repeatRun(who, own.runId)],
    ["getSpan", (who) => getSpan(who, own.runId, own.spanId)],
    ["getArtifact", (who) => getArtifact(who, own.runId, "any")],
    ["stopRun", (who) => stopRun(who, own.runId)],
    ["findStream of the run", (who) => findStream(who, { runId: own.runId })],
    ["findStream of the session", (who) => findStream(who, { sessionId: own.sessionId })],
    ["getSession", (who) => getSession(who, own.sessionId)],
    ["getHistory", (who) => getHistory(who, own.sessionId)],
    ["pageMessages", (who) => pageMessages(who, own.sessionId, { limit: 10 })],
    ["describeSession", (who) => describeSession(who, own.sessionId)],
    ["createSession", (who) => createSession(who, { appCode: own.appCode })],
    ["getCapabilities", (who) => getCapabilities(who, own.appCode)],
    ["runAgui", (who) => runAgui(who, own.appCode, aguiRequest)],
    ["resumeRun by run", (who) => resumeRun(who, { place: { runId: own.runId }, entries: [], via: "api" })],
    ["resumeRun by session", (who) => resumeRun(who, { place: { sessionId: own.sessionId }, entries: [], via: "api" })],
    ["renameSession", (who) => renameSession(who, own.sessionId, "mine now")],
    ["pinSession", (who) => pinSession(who, own.sessionId, true)],
    ["deleteSession", (who) => deleteSession(who, own.sessionId)],
  ])("is told by %s that there is no such thing", async (_name, ask) => {
    await expect(ask(other)).rejects.toMatchObject({ code: "not_found" });
  });

  it("finds nothing of it in any list", async () => {
    expect(await listWorkflows(other, {})).toEqual([]);
    expect(await listApps(other)).toEqual([]);
    expect(await listSessions(other, {})).toEqual([]);
    expect((await pageSessions(other, { limit: 10 })).items).toEqual([]);
    expect((await listRuns(other, {})).items).toEqual([]);
  });
});

it("another tenant's usage is not counted, and everything is still as its owner left it", async () => {
  const day = new Date().toISOString().slice(0, 10);
  const report = await getUsage(stranger, { from: day, to: day, timeZone: "UTC" });
  expect(report.totals).toMatchObject({ calls: 0, inputTokens: 0 });
  expect((await getUsage(principal, { from: day, to: day, timeZone: "UTC" })).totals.calls).toBe(1);
  expect(await getWorkflow(principal, own.workflowId)).toMatchObject({ name: "Test workflow", isArchived: false });
  expect(await getSession(principal, own.sessionId)).toMatchObject({ title: "hello", isPinned: false });
});
