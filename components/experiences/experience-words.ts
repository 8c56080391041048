import type { ExperienceStatus } from "@/server/domain/experience";

/** What a state is called. */
export const statusNames = {
  active: "To be decided",
  pinned: "Pinned",
  retired: "Retired",
} as const satisfies Record<ExperienceStatus, string>;
