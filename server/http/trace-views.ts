import type { z } from "zod";
import type { acceptedTraceAnswer, experiencePageAnswer, runningTracesAnswer } from "@/server/http/trace-contracts";
import type { ExperienceView } from "@/server/services/experiences/experiences";
import type { AcceptedRun } from "@/server/services/runs/accept-run";
import type { RunningTrace } from "@/server/services/traces/list-running";

/** An accepted run of a trace as the REST API tells of it. */
export function toAcceptedTrace({ runId, sessionId, isNewSession }: AcceptedRun): z.output<typeof acceptedTraceAnswer> {
  return { trace_id: sessionId, run_id: runId, created: isNewSession };
}

export function toRunningTrace(running: RunningTrace): z.output<typeof runningTracesAnswer>["items"][number] {
  return {
    trace_id: running.traceId,
    run_id: running.runId,
    status: running.status,
    app_code: running.appCode,
    title: running.title,
    created_at: running.createdAt.toISOString(),
    started_at: running.startedAt?.toISOString() ?? null,
  };
}

export function toExperience(experience: ExperienceView): z.output<typeof experiencePageAnswer>["items"][number] {
  return {
    id: experience.id,
    app_code: experience.app.code,
    run_id: experience.runId,
    text: experience.text,
    status: experience.status,
    created_at: experience.createdAt.toISOString(),
    updated_at: experience.updatedAt.toISOString(),
  };
}
