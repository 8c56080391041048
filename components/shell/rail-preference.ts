/** A cookie rather than local storage: the server draws the rail at its width, and nothing jumps on load. */
export const railCookie = "signalbox_rail";

const yearSeconds = 365 * 24 * 3600;

export function readRailPreference(cookieValue: string | undefined): boolean {
  return cookieValue === "pinned";
}

/** Keeps the choice in this browser for a year. */
export function saveRailPreference(isPinned: boolean): void {
  document.cookie = `${railCookie}=${isPinned ? "pinned" : "narrow"}; path=/; max-age=${yearSeconds}; samesite=lax`;
}
