/** What a conversation is called: its title, or what it is while it has none. */
export function titleOf(session: { title: string }): string {
  return session.title.trim() === "" ? "Untitled conversation" : session.title;
}
