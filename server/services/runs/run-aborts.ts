import { globalSingleton } from "@/server/global-singleton";

const controllers = globalSingleton("run-aborts", () => new Map<string, Set<AbortController>>());

/** A signal that fires when the run is stopped, and how to give it back. Each executing node takes its own. */
export function takeAbortSignal(runId: string): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  const ofRun = controllers.get(runId) ?? new Set();
  ofRun.add(controller);
  controllers.set(runId, ofRun);
  return {
    signal: controller.signal,
    release: () => {
      ofRun.delete(controller);
      if (ofRun.size === 0) controllers.delete(runId);
    },
  };
}

/** Ends what this process executes for the run: model streams, tool calls, sandboxes. */
export function abortRun(runId: string): void {
  for (const controller of controllers.get(runId) ?? []) controller.abort(new Error("The run was stopped."));
}
