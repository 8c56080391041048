import type { EngineContext } from "./context";
import type { Queryable } from "./database";
import { mayStartAtOnce, startByEvents } from "./gathering";
import { resolvePauses } from "./pauses";
import { unruledRow, wakeForLater, type NewRun } from "./runs";
import { isRecord, stringField, type EventPayload } from "./types";
import { seededUlids, ulid } from "./ulid";

/** An event that cannot be taken in; the message says which rule it breaks. */
export class InvalidEventError extends Error {
  override readonly name = "InvalidEventError";
}

interface IncomingEvent {
  /** The engine's own id. The same seed gives the same id, so a repeated send is recognised. */
  id: string;
  /** The sender's id, by which a function starts only once. */
  externalId: string | null;
  payload: EventPayload;
}

const mostEvents = 5000;
/** How long a send waits for a database that is away. */
const sendPatienceMs = 5_000;

/**
 * Takes in events: stores them, starts the functions they trigger and wakes the runs that wait for them, all or nothing.
 * Events of one send do not reach runs started by the same send.
 * @param seed the SDK's `x-inngest-event-id-seed`, which makes a repeated send of the same events do nothing
 * @returns the engine's ids of the events, in order
 * @throws InvalidEventError when one of them breaks a rule; none is taken then
 */
export async function sendEvents(context: EngineContext, values: unknown[], seed: string | null): Promise<string[]> {
  if (values.length > mostEvents) throw new InvalidEventError(`One send takes at most ${mostEvents} events`);
  const ids = seededUlids(seed, values.length) ?? values.map(() => ulid());
  const events = values.map((value, index) => readEvent(value, ids[index] ?? ulid()));
  if (!(await takeInAtOnce(context, events)))
    await context.database.transaction((tx) => takeIn(context, tx, events), sendPatienceMs);
  context.wake();
  return events.map(({ id }) => id);
}

/** Takes in an event the engine made itself, in the caller's transaction. */
export async function takeInOwn(context: EngineContext, tx: Queryable, event: EventPayload): Promise<void> {
  await takeIn(context, tx, [{ id: event.id, externalId: null, payload: event }]);
}

/**
 * Takes in events by one statement. That is the usual case: nothing waits for them, and whatever they start may start at once.
 * @returns false when it is not so; then nothing was done
 */
async function takeInAtOnce(context: EngineContext, events: IncomingEvent[]): Promise<boolean> {
  const runs = startedBy(context, events);
  if (!runs.every(mayStartAtOnce)) return false;
  const rows = runs.map(unruledRow);
  const [taken] = await context.database.queryPatiently<{ is_awaited: boolean }>(
    context.sql.takeIn,
    [eventRows(events), JSON.stringify(rows)],
    sendPatienceMs,
  );
  if (taken?.is_awaited) return false;
  wakeForLater(context, rows);
  return true;
}

async function takeIn(context: EngineContext, tx: Queryable, events: IncomingEvent[]): Promise<void> {
  const inserted = await tx.query<{ id: string; is_awaited: boolean }>(context.sql.insertEvents, [eventRows(events)]);
  const isAwaited = new Map(inserted.map((row) => [row.id, row.is_awaited]));
  const fresh = events.filter(({ id }) => isAwaited.has(id));
  if (fresh.length === 0) return;
  const awaited = fresh.filter(({ id }) => isAwaited.get(id));
  if (awaited.length > 0) {
    await resolvePauses(
      context,
      tx,
      awaited.map(({ payload }) => payload),
    );
  }
  await startByEvents(context, tx, startedBy(context, fresh));
}

function eventRows(events: IncomingEvent[]): string {
  return JSON.stringify(
    events.map(({ id, payload }) => ({ id, name: payload.name, payload: JSON.stringify(payload) })),
  );
}

function startedBy({ functions }: EngineContext, events: IncomingEvent[]): NewRun[] {
  return events.flatMap(({ id, externalId, payload }) =>
    functions.triggeredBy(payload).map((config) => ({
      config,
      event: payload,
      eventId: id,
      idempotencyKey: externalId,
      moreEvents: [],
      corr: null,
    })),
  );
}

function readEvent(value: unknown, id: string): IncomingEvent {
  const name = stringField(value, "name");
  if (!isRecord(value) || name === undefined || name.trim() === "")
    throw new InvalidEventError("An event needs a name");
  if (name.startsWith("inngest/"))
    throw new InvalidEventError(`The event name "${name}" is reserved: names may not begin with inngest/`);
  if (name.includes("\0")) throw new InvalidEventError("An event's name may not contain a NUL character");
  const givenId = value.id;
  if (givenId !== undefined && givenId !== null && (typeof givenId !== "string" || givenId.includes("\0"))) {
    throw new InvalidEventError("An event's id must be a string without NUL characters");
  }
  if (value.data !== undefined && value.data !== null && !isRecord(value.data))
    throw new InvalidEventError("An event's data must be an object");
  const { _inngest: _reserved, ...data } = isRecord(value.data) ? value.data : {};
  const externalId = givenId === "" ? null : (givenId ?? null);
  const ts = typeof value.ts === "number" && value.ts > 0 ? value.ts : Date.now();
  return {
    id,
    externalId,
    payload: { ...value, id: externalId ?? id, name, data, ts, user: isRecord(value.user) ? value.user : {} },
  };
}
