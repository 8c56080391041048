/**
 * How well an entry of the palette fits what was typed: 1 when each typed word begins a word of the entry, 0.5 when each is
 * somewhere in it, 0 when one is missing. Letters far apart are no match, so that what is found is what was meant.
 * The value is an id and is not searched.
 */
export function rankEntry(_value: string, search: string, keywords: readonly string[] = []): number {
  const words = keywords
    .join(" ")
    .toLowerCase()
    .split(/[\s_-]+/);
  const typed = search
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 1;
  return typed.every((part) => words.some((word) => word.includes(part))) ? 0.5 : 0;
}
