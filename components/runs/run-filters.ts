import { type RunStatus, runStatuses } from "@/server/domain/run/status";

import { runSources } from "./run-words";
import type { RunListInput, RunSource } from "./types";

/** Which runs are listed; lives in the address as `?status=`, `?workflow=` and `?source=`. */
export interface RunFilters {
  status?: RunStatus;
  workflowId?: string;
  source?: RunSource;
}

interface ReadableParams {
  get(name: string): string | null;
}

/** What the address asks for; a word that is none of ours asks for nothing. */
export function readRunFilters(params: ReadableParams): RunFilters {
  const [status, source, workflowId] = [params.get("status"), params.get("source"), params.get("workflow")];
  return {
    status: runStatuses.find((known) => known === status),
    source: runSources.find((known) => known === source),
    workflowId: workflowId || undefined,
  };
}

/** The address of the filtered list. */
export function runsHref({ status, workflowId, source }: RunFilters): string {
  const params = new URLSearchParams();
  if (status) params.set("status", status);
  if (workflowId) params.set("workflow", workflowId);
  if (source) params.set("source", source);
  const search = params.toString();
  return search === "" ? "/runs" : `/runs?${search}`;
}

export function isFiltered(filters: RunFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

const pageLength = 50;

/** The question to the server. Page and component both ask with this, so the prefetched answer is found. */
export function toRunListInput(filters: RunFilters): RunListInput {
  return { ...filters, limit: pageLength };
}
