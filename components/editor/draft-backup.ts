import { z } from "zod";
import { workflowSchema } from "@/server/domain/workflow/schema";
import { forget, readRemembered, remember } from "./browser-memory";
import type { Graph } from "./graph";

const backupSchema = z.object({
  expectedVersion: z.int(),
  draft: workflowSchema,
  /** Drafts that were on their way to the server when this was kept, or whose answer never came; an older backup has none. */
  unanswered: z.array(workflowSchema).default([]),
});
export type DraftBackup = z.infer<typeof backupSchema>;

const keyOf = (workflowId: string) => `unsaved:${workflowId}`;

/** Keeps an unsaved draft in this browser with the version it was made from, for the case that its save never arrives. */
export function keepBackup(workflowId: string, backup: DraftBackup): void {
  remember(keyOf(workflowId), backup);
}

export function dropBackup(workflowId: string): void {
  forget(keyOf(workflowId));
}

export function readBackup(workflowId: string): DraftBackup | null {
  const parsed = backupSchema.safeParse(readRemembered(keyOf(workflowId)));
  return parsed.success ? parsed.data : null;
}

export type Recovery =
  | { type: "none" }
  /** The backup goes on from the very draft that the server has, or from one that this browser sent it. */
  | { type: "restore"; draft: Graph }
  /** The server's draft has moved on since: a person has to choose. */
  | { type: "conflict"; draft: Graph };

/** What a backup found on opening means, seen beside the draft that the server has. */
export function recoveryOf(backup: DraftBackup | null, server: { draft: Graph; draftVersion: number }): Recovery {
  if (!backup || isSameDocument(backup.draft, server.draft)) return { type: "none" };
  const isOwn = backup.expectedVersion === server.draftVersion || isOneOf(server.draft, backup.unanswered);
  return { type: isOwn ? "restore" : "conflict", draft: backup.draft };
}

/** Whether two documents say the same, whatever the order of their keys. */
export function isSameDocument(a: Graph, b: Graph): boolean {
  return canonical(a) === canonical(b);
}

export function isOneOf(document: Graph, others: readonly Graph[]): boolean {
  return others.some((other) => isSameDocument(document, other));
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
