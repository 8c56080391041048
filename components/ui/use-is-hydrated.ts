import { useSyncExternalStore } from "react";

const neverChanges = (): (() => void) => () => {};

/**
 * Whether React has taken the page over. What is typed into a field that the server drew is lost when React fills in its own
 * value, so such fields accept nothing before that.
 */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
