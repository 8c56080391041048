/** Up to two initials of a name: "Ada Lovelace" is AL, "Ada" is A, an empty name is "?". */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const [first, last] = [words.at(0), words.length > 1 ? words.at(-1) : undefined];
  const initials = [first, last].map((word) => [...(word ?? "")].at(0)?.toUpperCase() ?? "").join("");
  return initials || "?";
}
