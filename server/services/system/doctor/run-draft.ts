import { setTimeout as delay } from "node:timers/promises";
import type { Json } from "@/server/domain/json";
import { isTerminal, type RunStatus } from "@/server/domain/run/status";
import type { Workflow } from "@/server/domain/workflow/schema";
import type { Principal } from "@/server/services/access/principal";
import { findRun } from "@/server/services/runs/get-run";
import { toRunStatus } from "@/server/services/runs/list-runs";
import { startDraftRun } from "@/server/services/runs/start-run";
import { archiveWorkflow } from "@/server/services/workflows/change-workflow";
import { createWorkflow } from "@/server/services/workflows/create-workflow";
import { saveDraft } from "@/server/services/workflows/save-draft";
import { Finding } from "./finding";
import type { Examination } from "./patient";

export type Draft = Pick<Workflow, "nodes" | "edges">;

const longestRunMs = 120_000;
const askAgainMs = 50;

/** Makes a workflow for one check. It is put out of sight at once; its runs can still be opened. */
export async function makeWorkflow(principal: Principal, name: string, draft: Draft): Promise<string> {
  const { id } = await createWorkflow(principal, { name });
  await saveDraft(principal, { id, expectedVersion: 1, draft: { version: "1.0", inputs: [], settings: {}, ...draft } });
  await archiveWorkflow(principal, id);
  return id;
}

interface Ended {
  runId: string;
  status: RunStatus;
  result: Json;
  /** Why it ended as it did, when it did not complete. */
  reason: string;
}

/** Runs a draft once and waits for its end. @throws Finding when it does not end in two minutes */
export async function runDraft({ patient, showRun, signal }: Examination, name: string, draft: Draft): Promise<Ended> {
  const { principal } = patient;
  const workflowId = await makeWorkflow(principal, name, draft);
  const { runId } = await startDraftRun(principal, { workflowId, inputs: {} });
  showRun(runId);
  return waitForEnd(principal, runId, signal);
}

async function waitForEnd(principal: Principal, runId: string, signal: AbortSignal): Promise<Ended> {
  const deadline = performance.now() + longestRunMs;
  for (;;) {
    signal.throwIfAborted();
    const run = await findRun(principal, runId);
    const status = toRunStatus(run.status);
    if (isTerminal(status)) {
      const error = run.error as { message?: string } | null;
      return { runId, status, result: (run.result ?? null) as Json, reason: error?.message ?? `The run is ${status}.` };
    }
    if (performance.now() > deadline)
      throw new Finding(
        `The run ${runId} did not end within ${longestRunMs / 1000} s; it is ${status}.`,
        "See that a process executes runs: one with SIGNALBOX_SLOTS above 0, or npm run worker.",
      );
    await delay(askAgainMs);
  }
}

/** Start, one node of this kind, and its text as the answer. */
export function workAndSay(type: "llm" | "code", config: Record<string, Json>): Draft {
  const work = { id: "work", type, title: "Work", config } as Workflow["nodes"][number];
  return {
    nodes: [start, work, say("{{ nodes.work.text }}")],
    edges: [
      { source: "start", target: "work" },
      { source: "work", target: "say" },
    ],
  };
}

export const start: Workflow["nodes"][number] = { id: "start", type: "start", title: "Start", config: {} };

export function say(template: string): Workflow["nodes"][number] {
  return { id: "say", type: "answer", title: "Say", config: { template } };
}
