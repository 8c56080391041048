import { handlers } from "@/inngest/handlers";
import { env } from "@/server/env";
import { logger } from "@/server/logger";

const firstPauseMs = 1000;
const longestPauseMs = 30_000;

/**
 * Tells the configured Inngest server which functions there are and where, again and again until it has been heard: the
 * server may start after us, and without this it would never call.
 * @returns ends it
 */
export function keepRegistering(): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const attempt = async (pauseMs: number): Promise<void> => {
    const problem = await register();
    if (isStopped) return;
    if (problem === null)
      return logger.info({ serveOrigin: env.serveOrigin }, "the Inngest server knows our functions");
    logger.warn({ problem, pauseMs }, "the Inngest server could not be told of our functions; trying again");
    timer = setTimeout(() => void attempt(Math.min(pauseMs * 2, longestPauseMs)), pauseMs);
  };
  void attempt(firstPauseMs);
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** Lets the SDK register the functions with the server it is configured for. @returns what went wrong, or null */
async function register(): Promise<string | null> {
  try {
    const request = new Request(`${env.serveOrigin}/api/inngest`, { method: "PUT" });
    const response = await handlers.PUT(request as Parameters<typeof handlers.PUT>[0], undefined);
    return response.ok ? null : `status ${response.status}: ${(await response.text()).slice(0, 500)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
