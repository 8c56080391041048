import { z } from "zod";
import { callChoices } from "@/server/domain/run/fork-record";
import { compareRuns } from "@/server/services/traces/compare-runs";
import { forkRun } from "@/server/services/traces/fork-run";
import { previewFork } from "@/server/services/traces/preview-fork";
import { reflectOnTrace } from "@/server/services/traces/reflect";
import { procedure, router } from "@/server/trpc/init";

const id = z.string().min(1).max(200);
const place = z.union([
  z.strictObject({ address: z.string().min(1).max(1000) }),
  z.strictObject({ spanId: z.string().min(1).max(1000) }),
]);

export const tracesRouter = router({
  previewFork: procedure
    .input(z.strictObject({ runId: id, place, isEdited: z.boolean().default(false) }))
    .query(({ ctx, input }) => previewFork(ctx.principal, input)),
  fork: procedure
    .input(
      z.strictObject({
        runId: id,
        place,
        choices: z.record(z.string().max(2000), z.enum(callChoices)).default({}),
        edit: z
          .strictObject({ text: z.string().max(1_000_000).optional(), output: z.json().optional() })
          .refine((edit) => edit.text !== undefined || edit.output !== undefined, "Give a text, an output, or both.")
          .optional(),
      }),
    )
    .mutation(({ ctx, input }) => forkRun(ctx.principal, input)),
  compare: procedure
    .input(z.strictObject({ a: id, b: id }))
    .query(({ ctx, input }) => compareRuns(ctx.principal, input)),
  reflect: procedure
    .input(z.strictObject({ sessionId: id }))
    .mutation(({ ctx, input }) => reflectOnTrace(ctx.principal, input.sessionId)),
});
