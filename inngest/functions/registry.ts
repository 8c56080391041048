import { executeRun } from "@/inngest/functions/execute-run";

/** Every function that the engine drives. */
export const functions = [executeRun];
