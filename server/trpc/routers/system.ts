import { listApps } from "@/server/services/apps/list-apps";
import { firstPage } from "@/server/services/system/first-page";
import { examineInstallation } from "@/server/services/system/doctor/examine-installation";
import { startStreamProbe } from "@/server/services/system/doctor/stream-probe";
import { getStorage } from "@/server/services/system/get-storage";
import { getModelNames, getSystemInfo } from "@/server/services/system/get-system-info";
import { listTemplates } from "@/server/services/templates/templates";
import { procedure, router } from "@/server/trpc/init";

export const systemRouter = router({
  info: procedure.query(({ ctx }) => getSystemInfo(ctx.principal)),
  firstPage: procedure.query(async ({ ctx }) => ({ path: await firstPage(ctx.principal) })),
  /** Reports each step of an examination as it happens; see server/services/system/doctor. */
  examine: procedure.mutation(async function* ({ ctx }) {
    yield* examineInstallation(ctx.principal);
  }),
  streamProbe: procedure.mutation(({ ctx }) => startStreamProbe(ctx.principal)),
  storage: procedure.query(({ ctx }) => getStorage(ctx.principal)),
  models: procedure.query(() => getModelNames()),
});

export const appsRouter = router({
  list: procedure.query(({ ctx }) => listApps(ctx.principal)),
});

export const templatesRouter = router({
  list: procedure.query(() => listTemplates()),
});
