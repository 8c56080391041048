import { z } from "zod";
import { startAppRun } from "@/server/services/runs/start-run";
import { deleteSession, pinSession, renameSession } from "@/server/services/sessions/change-session";
import { getSession } from "@/server/services/sessions/get-session";
import { listSessions } from "@/server/services/sessions/list-sessions";
import { procedure, router } from "@/server/trpc/init";
import { idInput } from "@/server/trpc/inputs";

export const sessionsRouter = router({
  list: procedure
    .input(z.strictObject({ query: z.string().max(200).optional(), appCode: z.string().max(200).optional() }))
    .query(({ ctx, input }) => listSessions(ctx.principal, input)),
  get: procedure.input(idInput).query(({ ctx, input }) => getSession(ctx.principal, input.id)),
  rename: procedure
    .input(idInput.extend({ title: z.string().trim().min(1, "Give it a name.").max(200) }))
    .mutation(({ ctx, input }) => renameSession(ctx.principal, input.id, input.title)),
  pin: procedure
    .input(idInput.extend({ isPinned: z.boolean() }))
    .mutation(({ ctx, input }) => pinSession(ctx.principal, input.id, input.isPinned)),
  delete: procedure.input(idInput).mutation(({ ctx, input }) => deleteSession(ctx.principal, input.id)),
  send: procedure
    .input(
      z.strictObject({
        sessionId: z.string().max(200).optional(),
        appCode: z.string().max(200).optional(),
        message: z.string().trim().min(1, "Write a message.").max(100_000),
        inputs: z.record(z.string(), z.json()).optional(),
        idempotencyKey: z.string().max(200).optional(),
      }),
    )
    .mutation(({ ctx, input: { inputs = {}, ...request } }) =>
      startAppRun(ctx.principal, { ...request, inputs, source: "chat" }),
    ),
});
