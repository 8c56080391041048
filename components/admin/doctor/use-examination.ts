import { useEffect, useRef, useState } from "react";

import { useTRPCClient } from "@/components/trpc/client";
import { type CheckKey, type CheckReport, checkWords } from "@/server/domain/doctor/report";

import { measureOwnStream } from "./measure-own-stream";

export interface ExaminationState {
  phase: "idle" | "running" | "ended";
  /** The latest report of each check that has begun. */
  reports: Partial<Record<CheckKey, CheckReport>>;
  /** Why the examination could not go on. */
  failure?: string;
}

const idle: ExaminationState = { phase: "idle", reports: {} };

/** An examination that runs while the page is open; leaving the page ends it, and what it has started. */
export function useExamination(): ExaminationState & { start: () => void; stop: () => void } {
  const client = useTRPCClient();
  const [state, setState] = useState<ExaminationState>(idle);
  const current = useRef<AbortController>(undefined);

  // The examination belongs to the server.
  useEffect(() => () => current.current?.abort(), []);

  async function examine(signal: AbortSignal): Promise<void> {
    const tell = (report: CheckReport) => {
      if (!signal.aborted)
        setState(({ reports, ...rest }) => ({ ...rest, reports: { ...reports, [report.check]: report } }));
    };
    let stream: Promise<void> | undefined;
    for await (const report of await client.system.examine.mutate(undefined, { signal })) {
      tell(report);
      if (report.check === "server" && report.state !== "running")
        stream ??= report.state === "ok" ? examineStream(signal, tell) : skipStream(tell);
    }
    await stream;
  }

  async function examineStream(signal: AbortSignal, tell: (report: CheckReport) => void): Promise<void> {
    tell({ check: "stream", state: "running", stages: [] });
    try {
      const { runId, said } = await client.system.streamProbe.mutate(undefined, { signal });
      tell(await measureOwnStream(runId, said, signal));
    } catch (error) {
      tell({
        check: "stream",
        state: "problem",
        stages: [],
        sentence: `The stream could not be read in this browser: ${messageOf(error)}`,
        advice: "See that nothing between this browser and Signalbox blocks /api.",
      });
    }
  }

  function start(): void {
    current.current?.abort();
    const controller = new AbortController();
    current.current = controller;
    setState({ phase: "running", reports: {} });
    const end = (failure?: string) => {
      if (current.current !== controller) return;
      setState(({ reports }) => ({ phase: "ended", reports: settled(reports), ...(failure ? { failure } : {}) }));
    };
    examine(controller.signal).then(
      () => end(),
      (error: unknown) => end(controller.signal.aborted ? undefined : messageOf(error)),
    );
  }

  return { ...state, start, stop: () => current.current?.abort() };
}

async function skipStream(tell: (report: CheckReport) => void): Promise<void> {
  tell({ check: "stream", state: "skipped", stages: [], sentence: "Not examined, because of the server." });
}

/** What was under way when the examination ended is not under way any more. */
function settled(reports: ExaminationState["reports"]): ExaminationState["reports"] {
  const entries = Object.values(reports).map((report): [CheckKey, CheckReport] => [
    report.check,
    report.state === "running"
      ? { ...report, state: "skipped", sentence: `${checkWords[report.check].name} was not examined to the end.` }
      : report,
  ]);
  return Object.fromEntries(entries);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
