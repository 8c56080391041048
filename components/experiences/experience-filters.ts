import { type ExperienceStatus, experienceStatuses } from "@/server/domain/experience";

import type { ExperienceListInput } from "./types";

/** Which experiences are listed; lives in the address as `?app=` and `?status=`. */
export interface ExperienceFilters {
  appCode?: string;
  status?: ExperienceStatus;
}

/** What the address asks for; a word that is none of ours asks for nothing. */
export function readExperienceFilters(params: { get(name: string): string | null }): ExperienceFilters {
  const status = params.get("status");
  return {
    appCode: params.get("app") || undefined,
    status: experienceStatuses.find((known) => known === status),
  };
}

/** The address of the filtered list. */
export function experiencesHref({ appCode, status }: ExperienceFilters): string {
  const params = new URLSearchParams();
  if (appCode) params.set("app", appCode);
  if (status) params.set("status", status);
  const search = params.toString();
  return search === "" ? "/experiences" : `/experiences?${search}`;
}

const pageLength = 50;

/** The question to the server. Page and component both ask with this, so the prefetched answer is found. */
export function toExperienceListInput(filters: ExperienceFilters): ExperienceListInput {
  return { ...filters, limit: pageLength };
}
