import { z } from "zod";
import { mostFiles } from "@/server/domain/attachments/file-type";
import { mostListed } from "@/server/domain/conversation/listing";
import { startAppRun } from "@/server/services/runs/start-run";
import { editMessage, regenerateAnswer } from "@/server/services/sessions/answer-again";
import { deleteSession, pinSession, renameSession } from "@/server/services/sessions/change-session";
import { getSession } from "@/server/services/sessions/get-session";
import { listSessions } from "@/server/services/sessions/list-sessions";
import { switchBranch } from "@/server/services/sessions/switch-branch";
import { procedure, router } from "@/server/trpc/init";
import { idInput } from "@/server/trpc/inputs";

const saidInput = z.strictObject({
  message: z.string().trim().min(1, "Write a message.").max(100_000),
  inputs: z.record(z.string(), z.json()).optional(),
  attachmentIds: z.array(z.string().max(200)).max(mostFiles, `Send at most ${mostFiles} files at once.`).optional(),
  idempotencyKey: z.string().max(200).optional(),
});

export const sessionsRouter = router({
  list: procedure
    .input(
      z.strictObject({
        query: z.string().max(200).optional(),
        appCode: z.string().max(200).optional(),
        limit: z.int().min(1).max(mostListed).optional(),
      }),
    )
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
    .input(saidInput.extend({ sessionId: z.string().max(200).optional(), appCode: z.string().max(200).optional() }))
    .mutation(({ ctx, input: { inputs = {}, ...request } }) =>
      startAppRun(ctx.principal, { ...request, inputs, source: "chat" }),
    ),
  edit: procedure
    .input(saidInput.extend({ sessionId: z.string().max(200), messageId: z.string().max(200) }))
    .mutation(({ ctx, input: { inputs = {}, ...edit } }) => editMessage(ctx.principal, { ...edit, inputs })),
  regenerate: procedure
    .input(z.strictObject({ runId: z.string().min(1).max(200), idempotencyKey: z.string().max(200).optional() }))
    .mutation(({ ctx, input }) => regenerateAnswer(ctx.principal, input)),
  switchBranch: procedure
    .input(z.strictObject({ sessionId: z.string().max(200), seq: z.int().min(1), isEnd: z.boolean() }))
    .mutation(({ ctx, input }) => switchBranch(ctx.principal, input)),
});
