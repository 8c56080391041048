import { z } from "zod";
import { refuse, type Result } from "../result";
import type { Json } from "../json";

/**
 * What a run stood at when it ended waiting. What its nodes came to is in their own rows, which the run that resumes it begins
 * with; the snapshot says what is waited for, and what the state was.
 */
export const snapshotVersion = 1;

const snapshotSchema = z.strictObject({
  version: z.literal(snapshotVersion),
  /** What assigners have set. */
  state: z.record(z.string(), z.json()),
  waits_for: z.array(
    z.strictObject({ interrupt_id: z.string(), node_id: z.string(), tool_call_id: z.string().optional() }),
  ),
});
export type RunSnapshot = z.infer<typeof snapshotSchema>;

/**
 * How a snapshot of an older version becomes one of the version after it, by the version it has. A version without an entry
 * that is not the current one can not be read.
 */
const migrations = new Map<number, (old: Record<string, Json>) => Record<string, Json>>();

/** Reads a stored snapshot. One of another version is migrated step by step or refused, never read as something it is not. */
export function readSnapshot(stored: unknown): Result<RunSnapshot> {
  let value = stored;
  for (let version = versionOf(value); version !== undefined && version < snapshotVersion; version = versionOf(value)) {
    const migrate = migrations.get(version);
    if (!migrate) return refusal(`It has version ${version}, which can not be read any more.`);
    value = { ...migrate(value as Record<string, Json>), version: version + 1 };
  }
  const version = versionOf(value);
  if (version === undefined) return refusal("It does not say which version it has.");
  if (version > snapshotVersion) return refusal(`It has version ${version}, which is newer than this server.`);
  const parsed = snapshotSchema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  return refusal(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; "));
}

function versionOf(value: unknown): number | undefined {
  const version = typeof value === "object" && value !== null && "version" in value ? value.version : undefined;
  return typeof version === "number" && Number.isInteger(version) && version >= 0 ? version : undefined;
}

function refusal(why: string): Result<RunSnapshot> {
  return refuse([
    { code: "snapshot_unreadable", severity: "error", message: `The run's snapshot can not be read. ${why}`, path: [] },
  ]);
}
