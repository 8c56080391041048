import { z } from "zod";
import { changeShareSettings, getShareSettings } from "@/server/services/share/share-settings";
import { procedure, router } from "@/server/trpc/init";

const appInput = z.strictObject({ appCode: z.string().min(1).max(200) });

export const shareRouter = router({
  get: procedure.input(appInput).query(({ ctx, input }) => getShareSettings(ctx.principal, input.appCode)),
  change: procedure
    .input(
      appInput.extend({
        isShared: z.boolean().optional(),
        hasNewAddress: z.boolean().optional(),
        password: z.string().min(8, "Use at least 8 characters.").max(200).nullish(),
      }),
    )
    .mutation(({ ctx, input }) => changeShareSettings(ctx.principal, input)),
});
