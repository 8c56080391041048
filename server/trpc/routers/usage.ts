import { z } from "zod";
import { getUsage } from "@/server/services/usage/get-usage";
import { procedure, router } from "@/server/trpc/init";

const daySchema = z.iso.date("Give a day as YYYY-MM-DD.");

export const usageRouter = router({
  report: procedure
    .input(
      z
        .strictObject({
          from: daySchema,
          to: daySchema,
          timeZone: z.string().max(100).refine(isTimeZone, "Unknown time zone."),
        })
        .refine((period) => period.from <= period.to, "The period ends before it begins."),
    )
    .query(({ ctx, input }) => getUsage(ctx.principal, input)),
});

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
  } catch {
    return false;
  }
}
