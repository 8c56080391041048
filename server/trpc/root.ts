import { router } from "@/server/trpc/init";
import { experiencesRouter } from "@/server/trpc/routers/experiences";
import { interruptsRouter } from "@/server/trpc/routers/interrupts";
import { runsRouter } from "@/server/trpc/routers/runs";
import { runtimeConfigRouter } from "@/server/trpc/routers/runtime-config";
import { sessionsRouter } from "@/server/trpc/routers/sessions";
import { shareRouter } from "@/server/trpc/routers/share";
import { appsRouter, systemRouter, templatesRouter } from "@/server/trpc/routers/system";
import { toolsRouter } from "@/server/trpc/routers/tools";
import { tracesRouter } from "@/server/trpc/routers/traces";
import { usageRouter } from "@/server/trpc/routers/usage";
import { workflowsRouter } from "@/server/trpc/routers/workflows";

export const appRouter = router({
  apps: appsRouter,
  experiences: experiencesRouter,
  interrupts: interruptsRouter,
  runs: runsRouter,
  runtimeConfig: runtimeConfigRouter,
  sessions: sessionsRouter,
  share: shareRouter,
  system: systemRouter,
  templates: templatesRouter,
  tools: toolsRouter,
  traces: tracesRouter,
  usage: usageRouter,
  workflows: workflowsRouter,
});

export type AppRouter = typeof appRouter;
