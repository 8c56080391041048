const allowed = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * Names of tools on the wire. Providers allow letters, digits, `_` and `-` up to 64 characters, while ours may hold dots
 * (`ui.confirm`); each gets a name that is allowed, unique among them, and translated back in the answer.
 */
export function wireToolNames(names: readonly string[]): {
  toWire(name: string): string;
  fromWire(wireName: string): string;
} {
  const toWire = new Map<string, string>();
  const taken = new Set(names.filter((name) => allowed.test(name)));
  for (const name of taken) toWire.set(name, name);
  for (const name of names) {
    if (toWire.has(name)) continue;
    const base = name.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 60) || "tool";
    let wireName = base;
    for (let count = 2; taken.has(wireName); count++) wireName = `${base}_${count}`;
    taken.add(wireName);
    toWire.set(name, wireName);
  }
  const fromWire = new Map([...toWire].map(([name, wireName]) => [wireName, name]));
  return {
    toWire: (name) => toWire.get(name) ?? (name.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64) || "tool"),
    fromWire: (wireName) => fromWire.get(wireName) ?? wireName,
  };
}
