import { TRPCClientError } from "@trpc/client";
import { z } from "zod";
import type { SaveOutcome } from "./autosave";

const refusalSchema = z.object({
  errorCode: z.string(),
  details: z.object({ currentVersion: z.int().optional() }).optional(),
});

/** What a failed save means: the draft has moved on elsewhere, or it could not be saved for now. */
export function saveOutcomeOf(error: unknown): SaveOutcome {
  if (error instanceof TRPCClientError) {
    const refusal = refusalSchema.safeParse(error.data);
    if (refusal.success && refusal.data.errorCode === "version_conflict") {
      return { type: "conflict", currentVersion: refusal.data.details?.currentVersion ?? null };
    }
    return { type: "failed", message: refusal.success ? error.message : "The server could not be reached." };
  }
  return { type: "failed", message: error instanceof Error ? error.message : String(error) };
}
