import type { EmbeddedEngine } from "@/inngest/embedded/engine";
import { globalSingleton } from "@/server/global-singleton";

/** Where the running executor is kept: Next builds this module into several bundles, but there is one executor a process. */
export const embeddedEngine = globalSingleton("embedded-engine", () => ({
  current: undefined as EmbeddedEngine | undefined,
}));

/** The client's way to the executor, looked up at each call because the client exists before the executor has started. */
export const embeddedEngineFetch: typeof fetch = async (input, init) => {
  if (!embeddedEngine.current) throw new Error("The embedded executor is not running in this process.");
  return embeddedEngine.current.fetch(input, init);
};
