import { router } from "@/server/trpc/init";
import { interruptsRouter } from "@/server/trpc/routers/interrupts";
import { runsRouter } from "@/server/trpc/routers/runs";
import { runtimeConfigRouter } from "@/server/trpc/routers/runtime-config";
import { sessionsRouter } from "@/server/trpc/routers/sessions";
import { shareRouter } from "@/server/trpc/routers/share";
import { appsRouter, systemRouter, templatesRouter } from "@/server/trpc/routers/system";
import { toolsRouter } from "@/server/trpc/routers/tools";
import { usageRouter } from "@/server/trpc/routers/usage";
import { workflowsRouter } from "@/server/trpc/routers/workflows";

export const appRouter = router({
  apps: appsRouter,
  interrupts: interruptsRouter,
  runs: runsRouter,
  runtimeConfig: runtimeConfigRouter,
  sessions: sessionsRouter,
  share: shareRouter,
  system: systemRouter,
  templates: templatesRouter,
  tools: toolsRouter,
  usage: usageRouter,
  workflows: workflowsRouter,
});

export type AppRouter = typeof appRouter;
