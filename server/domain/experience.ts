/** What was learned is `active` until somebody decides; `pinned` is given to the app's agents, `retired` is kept and given to nobody. */
export const experienceStatuses = ["active", "pinned", "retired"] as const;
export type ExperienceStatus = (typeof experienceStatuses)[number];

/** The most characters that one experience has. */
export const largestExperience = 4000;
/** How many pinned ones an app's agents are given at most: the newest. */
export const mostOfferedExperiences = 20;
