import { expect, it } from "vitest";
import { db } from "@/server/db";
import { newId } from "@/server/ids";
import type { Principal } from "@/server/services/access/principal";
import { listSessions } from "@/server/services/sessions/list-sessions";
import { pageSessions } from "@/server/services/sessions/page-sessions";
import { principal } from "@/server/testing/studio";

interface Conversation {
  title: string;
  minute: number;
  pinnedAt?: Date;
  deletedAt?: Date;
  source?: string;
}

const atMinute = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

/** Somebody with these conversations and no others. */
async function somebodyWith(conversations: readonly Conversation[]): Promise<Principal> {
  const person = { ...principal, personId: newId() };
  await db.session.createMany({
    data: conversations.map(({ minute, source = "chat", ...given }) => {
      const id = newId();
      const at = atMinute(minute);
      const owner = { tenantId: person.tenantId, ownerId: person.personId };
      return { ...owner, ...given, id, threadId: id, source, createdAt: at, updatedAt: at };
    }),
  });
  return person;
}

const titles = (sessions: readonly { title: string }[]) => sessions.map((session) => session.title);

const mixed: Conversation[] = [
  { title: "old", minute: 1 },
  { title: "older but pinned first", minute: 0, pinnedAt: atMinute(10) },
  { title: "new", minute: 3 },
  { title: "pinned last", minute: 2, pinnedAt: atMinute(20) },
  { title: "deleted", minute: 4, deletedAt: atMinute(5) },
  { title: "a test in the editor", minute: 5, source: "editor" },
];

it("lists what is pinned, last pinned first, and then what was used last", async () => {
  const person = await somebodyWith(mixed);
  expect(titles(await listSessions(person, {}))).toEqual(["pinned last", "older but pinned first", "new", "old"]);
  expect(titles(await listSessions(person, { limit: 3 }))).toEqual(["pinned last", "older but pinned first", "new"]);
  expect(titles(await listSessions(person, { query: "PINNED" }))).toEqual(["pinned last", "older but pinned first"]);
});

it("gives pages without a gap or a repetition, also where several were used in one moment", async () => {
  const count = 25;
  const person = await somebodyWith(
    Array.from({ length: count }, (_, place) => ({ title: String(place), minute: Math.floor(place / 4) })),
  );
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageSessions(person, { limit: 3, cursor });
    seen.push(...titles(page.items));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toHaveLength(count);
  expect(new Set(seen).size).toBe(count);
  const minutes = seen.map((title) => Math.floor(Number(title) / 4));
  expect(minutes).toEqual(minutes.toSorted((left, right) => right - left));
});
