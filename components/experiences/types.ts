import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";

import type { AppRouter } from "@/server/trpc/root";

export type Experience = inferRouterOutputs<AppRouter>["experiences"]["list"]["items"][number];
export type ExperienceListInput = inferRouterInputs<AppRouter>["experiences"]["list"];
