import type { Json } from "@/server/domain/json";

/** One line of a JSON value as a folding tree. */
export interface JsonRow {
  /** JSON pointer of the value; "" is the whole. */
  path: string;
  depth: number;
  /** The key or index in the value above; absent for the whole. */
  label?: string;
  value: Json;
  /** For lists and objects: how many they hold, and whether their lines follow. */
  size?: number;
  isOpen: boolean;
  isMatch: boolean;
}

const openDepth = 2;
const openSize = 30;

/**
 * The lines of a value. Lists and objects are open down to the second level unless they are long; `toggled` names those that
 * a person has turned the other way. With a `query`, what holds a match is open and the matches are marked.
 */
export function jsonRows(value: Json, toggled: ReadonlySet<string>, query: string): JsonRow[] {
  const words = query.trim().toLowerCase();
  const matches = words === "" ? undefined : findMatches(value, words);
  const rows: JsonRow[] = [];
  const pending: { path: string; depth: number; label?: string; value: Json }[] = [{ path: "", depth: 0, value }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const children = childrenOf(next.value);
    const isOpenByItself = matches
      ? matches.way.has(next.path)
      : next.depth < openDepth && (children?.length ?? 0) <= openSize;
    const isOpen = children !== undefined && isOpenByItself !== toggled.has(next.path);
    rows.push({ ...next, size: children?.length, isOpen, isMatch: matches?.hits.has(next.path) ?? false });
    if (!isOpen) continue;
    for (const [label, child] of children.toReversed()) {
      pending.push({ path: `${next.path}/${escapeKey(label)}`, depth: next.depth + 1, label, value: child });
    }
  }
  return rows;
}

function childrenOf(value: Json): [string, Json][] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  return Array.isArray(value)
    ? value.map((child, index): [string, Json] => [String(index), child])
    : Object.entries(value);
}

/** Paths of the values whose key or own text holds the words, and of all that stands above them. */
function findMatches(value: Json, words: string): { hits: Set<string>; way: Set<string> } {
  const hits = new Set<string>();
  const way = new Set<string>();
  const pending: { path: string; label: string; value: Json; above: readonly string[] }[] = [
    { path: "", label: "", value, above: [] },
  ];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { path, label, above } = next;
    const children = childrenOf(next.value);
    if (
      label.toLowerCase().includes(words) ||
      (children === undefined && String(next.value).toLowerCase().includes(words))
    ) {
      hits.add(path);
      for (const each of above) way.add(each);
    }
    for (const [key, child] of children ?? []) {
      pending.push({ path: `${path}/${escapeKey(key)}`, label: key, value: child, above: [...above, path] });
    }
  }
  return { hits, way };
}

function escapeKey(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
