const prefix = "signalbox:";

/** What this browser remembers under a key, or undefined. A full or forbidden storage is the same as an empty one. */
export function readRemembered(key: string): unknown {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Remembers a value in this browser; returns whether there was room for it. */
export function remember(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // A browser without storage has nothing to forget.
  }
}
