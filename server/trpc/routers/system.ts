import { listApps } from "@/server/services/apps/list-apps";
import { firstPage } from "@/server/services/system/first-page";
import { getModelNames, getSystemInfo } from "@/server/services/system/get-system-info";
import { listTemplates } from "@/server/services/templates/templates";
import { procedure, router } from "@/server/trpc/init";

export const systemRouter = router({
  info: procedure.query(({ ctx }) => getSystemInfo(ctx.principal)),
  firstPage: procedure.query(async ({ ctx }) => ({ path: await firstPage(ctx.principal) })),
  models: procedure.query(() => getModelNames()),
});

export const appsRouter = router({
  list: procedure.query(({ ctx }) => listApps(ctx.principal)),
});

export const templatesRouter = router({
  list: procedure.query(() => listTemplates()),
});
