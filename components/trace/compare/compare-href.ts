/** The page that shows two runs side by side. */
export function compareHref(a: string, b: string): string {
  return `/runs/compare?${new URLSearchParams({ a, b })}`;
}
