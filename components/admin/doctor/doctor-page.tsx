"use client";

import { Stethoscope } from "lucide-react";

import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageBody, PageHeader } from "@/components/ui/page-header";
import { checkKeys } from "@/server/domain/doctor/report";

import { CheckRow } from "./check-row";
import { type ExaminationState, useExamination } from "./use-examination";

/** Examines the installation, part by part, and last that a run survives the death of its worker. */
export function DoctorPage() {
  const { start, stop, ...state } = useExamination();
  const isRunning = state.phase === "running";
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Doctor" }]}
        actions={
          isRunning ? (
            <Button onClick={stop}>Stop</Button>
          ) : (
            <Button variant="primary" onClick={start}>
              <Stethoscope aria-hidden />
              {state.phase === "idle" ? "Examine" : "Examine again"}
            </Button>
          )
        }
      />
      <PageBody>
        <div className="mx-auto flex max-w-160 flex-col gap-4">
          <p className="text-sm text-pretty text-muted-foreground">
            Looks at each part of this installation and says what to do where something is wrong. For the last part it
            starts a worker of its own and kills it while it executes a run; nothing else is disturbed.
          </p>
          <Verdict state={state} />
          <Card>
            <ul aria-label="Checks" aria-busy={isRunning} className="divide-y divide-border">
              {checkKeys.map((check) => (
                <CheckRow key={check} check={check} report={state.reports[check]} />
              ))}
            </ul>
          </Card>
          <p className="text-xs text-pretty text-muted-foreground">
            The same checks run in a terminal with <code className="font-mono">npm run doctor</code>, also when no page
            can be opened.
          </p>
        </div>
      </PageBody>
    </>
  );
}

/** What has come of it so far, said aloud as well. */
function Verdict({ state: { phase, reports, failure } }: { state: ExaminationState }) {
  return (
    <p role="status" className="text-sm font-medium empty:hidden">
      {failure ? `The examination could not go on: ${failure}` : phase === "ended" ? verdictOf(reports) : ""}
    </p>
  );
}

function verdictOf(reports: ExaminationState["reports"]): string {
  const found = Object.values(reports);
  const problems = found.filter(({ state }) => state === "problem").length;
  if (problems > 0) return problems === 1 ? "1 problem was found." : `${problems} problems were found.`;
  const good = found.filter(({ state }) => state === "ok").length;
  if (good === checkKeys.length) return "Everything is well.";
  return `${good} of ${checkKeys.length} parts are well; the others were left out.`;
}
