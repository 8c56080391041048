const root = "/chat";

/** The address of a conversation; without one, of a new one. */
export function chatHref(session?: { id: string }): string {
  return session ? `${root}/${encodeURIComponent(session.id)}` : root;
}

/** The session that an address names; null for a new conversation. */
export function sessionIdOf(pathname: string): string | null {
  const id = pathname.startsWith(`${root}/`) ? pathname.slice(root.length + 1) : "";
  return id === "" ? null : decodeURIComponent(id);
}
