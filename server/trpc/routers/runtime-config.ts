import { z } from "zod";
import { runtimeSections } from "@/server/domain/runtime-config/sections";
import { getRuntimeConfig } from "@/server/services/runtime-config/get-runtime-config";
import { saveRuntimeConfig } from "@/server/services/runtime-config/save-runtime-config";
import { procedure, router } from "@/server/trpc/init";

const changeSchema = z.strictObject({
  section: z.enum(runtimeSections),
  key: z.string().min(1).max(64),
  config: z.record(z.string(), z.json()).nullable(),
});

export const runtimeConfigRouter = router({
  get: procedure.query(({ ctx }) => getRuntimeConfig(ctx.principal)),
  save: procedure
    .input(z.strictObject({ expectedRevision: z.string().max(100), changes: z.array(changeSchema).min(1).max(200) }))
    .mutation(({ ctx, input }) => saveRuntimeConfig(ctx.principal, input)),
});
