import { z } from "zod";
import { countPending } from "@/server/services/interrupts/count-pending";
import { decideInterrupt, decideMany } from "@/server/services/interrupts/decide-interrupt";
import { exportInterrupts } from "@/server/services/interrupts/export-interrupts";
import { getInterrupt, listInterruptsOfRun, listInterruptsOfSession } from "@/server/services/interrupts/get-interrupt";
import { interruptGroups } from "@/server/services/interrupts/interrupt-view";
import { listInterrupts } from "@/server/services/interrupts/list-interrupts";
import { askedKinds } from "@/server/services/interrupts/visible-interrupts";
import { procedure, router } from "@/server/trpc/init";
import { idInput } from "@/server/trpc/inputs";

const idSchema = z.string().min(1).max(200);

const foundInput = z.strictObject({
  search: z.string().max(200).optional(),
  kind: z.enum(askedKinds).optional(),
  workflowId: idSchema.optional(),
});

export const interruptsRouter = router({
  list: procedure
    .input(
      foundInput.extend({
        group: z.enum(interruptGroups),
        sessionId: idSchema.optional(),
        cursor: z.string().max(300).nullish(),
        limit: z.int().min(1).max(100).optional(),
        // tRPC's client says which way it pages; the list only goes on.
        direction: z.literal("forward").optional(),
      }),
    )
    .query(({ ctx, input: { cursor, direction: _direction, ...filter } }) =>
      listInterrupts(ctx.principal, { ...filter, cursor: cursor ?? undefined }),
    ),
  get: procedure.input(idInput).query(({ ctx, input }) => getInterrupt(ctx.principal, input.id)),
  ofRun: procedure
    .input(z.strictObject({ runId: idSchema }))
    .query(({ ctx, input }) => listInterruptsOfRun(ctx.principal, input.runId)),
  ofSession: procedure
    .input(z.strictObject({ sessionId: idSchema }))
    .query(({ ctx, input }) => listInterruptsOfSession(ctx.principal, input.sessionId)),
  pendingCount: procedure.query(({ ctx }) => countPending(ctx.principal)),
  decide: procedure
    .input(
      z.strictObject({
        id: idSchema,
        via: z.enum(["chat", "inbox"]),
        status: z.enum(["resolved", "cancelled"]),
        payload: z.json().optional(),
      }),
    )
    .mutation(({ ctx, input }) => decideInterrupt(ctx.principal, input)),
  decideMany: procedure
    .input(
      z.strictObject({
        ids: z.array(idSchema).min(1).max(200),
        approved: z.boolean(),
        reason: z.string().max(4000).optional(),
      }),
    )
    .mutation(({ ctx, input }) => decideMany(ctx.principal, input)),
  export: procedure.input(foundInput).query(({ ctx, input }) => exportInterrupts(ctx.principal, input)),
});
