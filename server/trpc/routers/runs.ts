import { z } from "zod";
import { runStatuses } from "@/server/domain/run/status";
import { getArtifact, getRun, getSpan } from "@/server/services/runs/get-run";
import { getTrace } from "@/server/services/runs/get-trace";
import { listRuns } from "@/server/services/runs/list-runs";
import { repeatRun } from "@/server/services/runs/repeat-run";
import { startDraftRun } from "@/server/services/runs/start-run";
import { stopRun } from "@/server/services/runs/stop-run";
import { procedure, router } from "@/server/trpc/init";

const runInput = z.strictObject({ runId: z.string().min(1).max(200) });

export const runsRouter = router({
  list: procedure
    .input(
      z.strictObject({
        workflowId: z.string().optional(),
        status: z.enum(runStatuses).optional(),
        source: z.enum(["editor", "chat", "api", "agui", "share", "mcp", "reflect"]).optional(),
        cursor: z.string().nullish(),
        limit: z.int().min(1).max(100).optional(),
        // tRPC's client says which way it pages; the list only goes on.
        direction: z.literal("forward").optional(),
      }),
    )
    .query(({ ctx, input: { cursor, direction: _direction, ...filter } }) =>
      listRuns(ctx.principal, { ...filter, cursor: cursor ?? undefined }),
    ),
  get: procedure.input(runInput).query(({ ctx, input }) => getRun(ctx.principal, input.runId)),
  trace: procedure.input(runInput).query(({ ctx, input }) => getTrace(ctx.principal, input.runId)),
  span: procedure
    .input(runInput.extend({ spanId: z.string().min(1).max(400) }))
    .query(({ ctx, input }) => getSpan(ctx.principal, input.runId, input.spanId)),
  artifact: procedure
    .input(runInput.extend({ artifactId: z.string().min(1).max(200) }))
    .query(({ ctx, input }) => getArtifact(ctx.principal, input.runId, input.artifactId)),
  start: procedure
    .input(z.strictObject({ workflowId: z.string(), inputs: z.record(z.string(), z.json()) }))
    .mutation(({ ctx, input }) => startDraftRun(ctx.principal, input)),
  repeat: procedure.input(runInput).mutation(({ ctx, input }) => repeatRun(ctx.principal, input.runId)),
  stop: procedure.input(runInput).mutation(({ ctx, input }) => stopRun(ctx.principal, input.runId)),
});
