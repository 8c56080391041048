/**
 * The editor's part of the address. The native history is used, which Next follows, because a navigation would load the
 * page's data again.
 */
export function showVersionInAddress(version: number | null): void {
  const url = new URL(window.location.href);
  if (version === null) url.searchParams.delete("version");
  else url.searchParams.set("version", String(version));
  window.history.pushState(null, "", url);
}

/** Names the run under test, so that a reload shows it again; null when none is shown any more. */
export function showRunInAddress(runId: string | null): void {
  const url = new URL(window.location.href);
  if (runId === null) url.searchParams.delete("run");
  else url.searchParams.set("run", runId);
  url.searchParams.delete("welcome");
  window.history.replaceState(null, "", url);
}
