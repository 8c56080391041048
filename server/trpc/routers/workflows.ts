import { z } from "zod";
import { archiveWorkflow, renameWorkflow, restoreWorkflow } from "@/server/services/workflows/change-workflow";
import { createWorkflow, duplicateWorkflow, longestWorkflowName } from "@/server/services/workflows/create-workflow";
import { getWorkflow } from "@/server/services/workflows/get-workflow";
import { getVersion, listVersions } from "@/server/services/workflows/list-versions";
import { listWorkflows } from "@/server/services/workflows/list-workflows";
import { publishWorkflow } from "@/server/services/workflows/publish-workflow";
import { saveDraft } from "@/server/services/workflows/save-draft";
import { procedure, router } from "@/server/trpc/init";
import { idInput } from "@/server/trpc/inputs";

const nameSchema = z.string().trim().min(1, "Give it a name.").max(longestWorkflowName);

export const workflowsRouter = router({
  list: procedure
    .input(z.strictObject({ query: z.string().max(200).optional(), archived: z.boolean().optional() }))
    .query(({ ctx, input }) => listWorkflows(ctx.principal, { query: input.query, isArchived: input.archived })),
  get: procedure.input(idInput).query(({ ctx, input }) => getWorkflow(ctx.principal, input.id)),
  create: procedure
    .input(z.strictObject({ name: nameSchema.optional(), templateKey: z.string().max(100).optional() }))
    .mutation(({ ctx, input }) => createWorkflow(ctx.principal, input)),
  rename: procedure
    .input(
      z.strictObject({ id: z.string(), name: nameSchema.optional(), description: z.string().max(2000).optional() }),
    )
    .mutation(({ ctx, input: { id, ...names } }) => renameWorkflow(ctx.principal, id, names)),
  duplicate: procedure.input(idInput).mutation(({ ctx, input }) => duplicateWorkflow(ctx.principal, input.id)),
  archive: procedure.input(idInput).mutation(({ ctx, input }) => archiveWorkflow(ctx.principal, input.id)),
  restore: procedure.input(idInput).mutation(({ ctx, input }) => restoreWorkflow(ctx.principal, input.id)),
  saveDraft: procedure
    .input(z.strictObject({ id: z.string(), expectedVersion: z.int(), draft: z.unknown() }))
    .mutation(({ ctx, input }) => saveDraft(ctx.principal, input)),
  publish: procedure
    .input(z.strictObject({ id: z.string(), expectedVersion: z.int(), note: z.string().max(2000).optional() }))
    .mutation(({ ctx, input }) => publishWorkflow(ctx.principal, input)),
  versions: procedure.input(idInput).query(({ ctx, input }) => listVersions(ctx.principal, input.id)),
  version: procedure
    .input(z.strictObject({ id: z.string(), number: z.int().min(1) }))
    .query(({ ctx, input }) => getVersion(ctx.principal, input.id, input.number)),
});
