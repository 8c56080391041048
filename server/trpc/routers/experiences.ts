import { z } from "zod";
import { experienceStatuses, largestExperience } from "@/server/domain/experience";
import { changeExperience, deleteExperience, listExperiences } from "@/server/services/experiences/experiences";
import { idInput } from "@/server/trpc/inputs";
import { procedure, router } from "@/server/trpc/init";

export const experiencesRouter = router({
  list: procedure
    .input(
      z.strictObject({
        appCode: z.string().min(1).max(200).optional(),
        status: z.enum(experienceStatuses).optional(),
        cursor: z.string().nullish(),
        limit: z.int().min(1).max(100).default(50),
        // tRPC's client says which way it pages; the list only goes on.
        direction: z.literal("forward").optional(),
      }),
    )
    .query(({ ctx, input: { cursor, direction: _direction, ...filter } }) =>
      listExperiences(ctx.principal, { ...filter, cursor: cursor ?? undefined }),
    ),
  change: procedure
    .input(
      idInput.extend({
        text: z.string().trim().min(1).max(largestExperience).optional(),
        status: z.enum(experienceStatuses).optional(),
      }),
    )
    .mutation(({ ctx, input: { id, ...change } }) => changeExperience(ctx.principal, id, change)),
  remove: procedure.input(idInput).mutation(({ ctx, input }) => deleteExperience(ctx.principal, input.id)),
});
