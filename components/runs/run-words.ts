import { isActive, type RunStatus } from "@/server/domain/run/status";

import type { RunSource } from "./types";

/** Where a run came from, as people call it. */
export const sourceNames = {
  editor: "Editor",
  chat: "Chat",
  api: "API",
  agui: "AG-UI",
  share: "Shared page",
  mcp: "MCP",
  reflect: "Reflection",
} as const satisfies Record<RunSource, string>;

export const runSources = [
  "editor",
  "chat",
  "api",
  "agui",
  "share",
  "mcp",
  "reflect",
] as const satisfies readonly RunSource[];

export function sourceName(source: string): string {
  return runSources.some((known) => known === source) ? sourceNames[source as RunSource] : source;
}

/** "Version 3", or "Draft" for a document that was only tested. */
export function versionName(version: number | null): string {
  return version === null ? "Draft" : `Version ${version}`;
}

export const statusNames = {
  queued: "Queued",
  running: "Running",
  waiting: "Waiting",
  completed: "Completed",
  failed: "Failed",
  cancelled: "Cancelled",
} as const satisfies Record<RunStatus, string>;

interface Times {
  status: RunStatus;
  startedAt: Date | null;
  endedAt: Date | null;
}

/** How long a run took, or has been running at `nowMs`. `undefined` before it has begun. */
export function runDurationMs({ status, startedAt, endedAt }: Times, nowMs: number): number | undefined {
  if (!startedAt) return undefined;
  const end = endedAt?.getTime() ?? (isActive(status) ? nowMs : undefined);
  return end === undefined ? undefined : Math.max(0, end - startedAt.getTime());
}
