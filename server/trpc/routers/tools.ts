import { z } from "zod";
import {
  bindingChangeSchema,
  headerChangesSchema,
  serverNameSchema,
  serverUrlSchema,
  toolDefinitionSchema,
  toolNameSchema,
  toolSettingsSchema,
} from "@/server/domain/tools/tool-definition";
import { listServedApps, serveApp } from "@/server/services/apps/app-tools";
import { addMcpServer } from "@/server/services/tools/add-mcp-server";
import {
  acceptOffer,
  archiveMcpServer,
  changeMcpServer,
  refreshMcpServer,
} from "@/server/services/tools/change-mcp-server";
import { archiveTool, changeToolSettings, configureBinding } from "@/server/services/tools/change-tool";
import { createTool } from "@/server/services/tools/create-tool";
import { getTool, listTools } from "@/server/services/tools/list-tools";
import { listMcpServers } from "@/server/services/tools/mcp-server-view";
import { chooseVersion, saveVersion } from "@/server/services/tools/save-version";
import { testTool } from "@/server/services/tools/test-tool";
import { procedure, router } from "@/server/trpc/init";
import { idInput } from "@/server/trpc/inputs";

const argumentsSchema = z.record(z.string().max(200), z.json());

export const toolsRouter = router({
  list: procedure
    .input(z.strictObject({ query: z.string().max(200).optional(), isArchived: z.boolean().optional() }))
    .query(({ ctx, input }) => listTools(ctx.principal, input)),
  get: procedure.input(idInput).query(({ ctx, input }) => getTool(ctx.principal, input.id)),
  create: procedure
    .input(
      toolSettingsSchema.extend({
        name: toolNameSchema,
        definition: toolDefinitionSchema,
        binding: bindingChangeSchema.optional(),
      }),
    )
    .mutation(({ ctx, input }) => createTool(ctx.principal, input)),
  saveVersion: procedure
    .input(idInput.extend({ definition: toolDefinitionSchema }))
    .mutation(({ ctx, input }) => saveVersion(ctx.principal, input.id, input.definition)),
  chooseVersion: procedure
    .input(idInput.extend({ number: z.int().min(1) }))
    .mutation(({ ctx, input }) => chooseVersion(ctx.principal, input.id, input.number)),
  settings: procedure
    .input(idInput.extend({ ...toolSettingsSchema.shape, isAllowed: z.boolean().optional() }))
    .mutation(({ ctx, input: { id, ...settings } }) => changeToolSettings(ctx.principal, id, settings)),
  configure: procedure
    .input(idInput.extend(bindingChangeSchema.shape))
    .mutation(({ ctx, input: { id, ...change } }) => configureBinding(ctx.principal, id, change)),
  archive: procedure.input(idInput).mutation(({ ctx, input }) => archiveTool(ctx.principal, input.id)),
  test: procedure
    .input(idInput.extend({ arguments: argumentsSchema }))
    .mutation(({ ctx, input }) => testTool(ctx.principal, input.id, input.arguments)),
  acceptChange: procedure
    .input(idInput.extend({ hash: z.string().length(64) }))
    .mutation(({ ctx, input }) => acceptOffer(ctx.principal, input.id, input.hash)),
  servers: procedure.query(({ ctx }) => listMcpServers(ctx.principal)),
  addServer: procedure
    .input(z.strictObject({ name: serverNameSchema, url: serverUrlSchema, headers: headerChangesSchema.optional() }))
    .mutation(({ ctx, input }) => addMcpServer(ctx.principal, input)),
  changeServer: procedure
    .input(
      idInput.extend({
        name: serverNameSchema.optional(),
        url: serverUrlSchema.optional(),
        headers: headerChangesSchema.optional(),
      }),
    )
    .mutation(({ ctx, input: { id, ...change } }) => changeMcpServer(ctx.principal, id, change)),
  refreshServer: procedure.input(idInput).mutation(({ ctx, input }) => refreshMcpServer(ctx.principal, input.id)),
  servedApps: procedure.query(({ ctx }) => listServedApps(ctx.principal)),
  serveApp: procedure
    .input(z.strictObject({ code: z.string().min(1).max(200), isServed: z.boolean() }))
    .mutation(({ ctx, input }) => serveApp(ctx.principal, input.code, input.isServed)),
  archiveServer: procedure.input(idInput).mutation(({ ctx, input }) => archiveMcpServer(ctx.principal, input.id)),
});
