import { Inngest } from "inngest";
import { env } from "@/server/env";
import { embeddedEngine, embeddedEngineFetch } from "@/inngest/embedded-fetch";
import { logger } from "@/server/logger";

/**
 * The one Inngest client. Without an Inngest server in the environment, all it says goes to the embedded executor in this
 * process; options given here would beat the environment, so they are given only then.
 */
export const inngest = new Inngest({
  id: "signalbox",
  logger,
  // A run may last as long as it needs: each step is stored as soon as it ends, so nothing is gained by handing over.
  checkpointing: { maxRuntime: 0, bufferedSteps: 1 },
  ...(env.isEmbeddedEngine ? { isDev: true, baseUrl: "http://inngest.embedded", fetch: embeddedEngineFetch } : {}),
});

/** Whether the functions can be driven: an Inngest server is named, or the embedded executor runs in this process. */
export function isEngineRunning(): boolean {
  return !env.isEmbeddedEngine || embeddedEngine.current !== undefined;
}
