import pg from "pg";
import { env } from "@/server/env";
import { databaseRefusal } from "@/server/domain/database-refusal";
import type { LoggedEvent } from "@/server/domain/run/events";
import { globalSingleton } from "@/server/global-singleton";
import { logger } from "@/server/logger";
import { processId } from "@/server/events/process-id";
import { readEventsOfSessions } from "@/server/events/read-events";

type Listener = (events: LoggedEvent[]) => void;

interface Channel {
  listeners: Set<Listener>;
  /** The highest number handed out here; what another process wrote is read from there on, once for all listeners. */
  seq: number;
}

const pollMs = 1000;
/** After this long a log that could not be read is tried again. */
const readAgainMs = 1000;
/** Sessions that are read in one statement, and events of each. */
const mostSessions = 500;
const mostEvents = 500;
const firstReconnectMs = 250;
const longestReconnectMs = 2000;

/**
 * Tells listeners of a session what was committed: at once for this process's own writes, by NOTIFY for other processes', and
 * by polling while the notification connection is down. It may repeat an event and may skip ahead (a listener keeps its own
 * cursor and reads gaps from the log); it never holds one back.
 */
export class EventHub {
  readonly #channels = new Map<string, Channel>();
  readonly #controls = new Set<(message: string) => void>();
  /** Sessions of which something may have been committed that was not read here. */
  readonly #moved = new Set<string>();
  #isReading = false;
  /** Set while a reading that failed waits to be tried again. */
  #readRetry: NodeJS.Timeout | undefined;
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = true;
  #retry: NodeJS.Timeout | undefined;
  #reconnectMs = firstReconnectMs;

  async start(): Promise<void> {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#timer = setInterval(() => {
      if (!this.#client) this.#wakeAll();
    }, pollMs);
    this.#timer.unref();
    await this.#connect();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#client
      ?.end()
      .catch((error: unknown) => logger.debug({ err: error }, "the notification connection was gone"));
    this.#client = undefined;
  }

  /** @returns how to stop listening. */
  subscribe(sessionId: string, after: number, listener: Listener): () => void {
    let channel = this.#channels.get(sessionId);
    if (!channel) {
      channel = { listeners: new Set(), seq: after };
      this.#channels.set(sessionId, channel);
    }
    channel.listeners.add(listener);
    return () => {
      channel.listeners.delete(listener);
      if (channel.listeners.size === 0) this.#channels.delete(sessionId);
    };
  }

  publish(sessionId: string, events: LoggedEvent[]): void {
    const channel = this.#channels.get(sessionId);
    const last = events.at(-1);
    if (!channel || !last) return;
    channel.seq = Math.max(channel.seq, last.seq);
    for (const listener of channel.listeners) listener(events);
  }

  /** Says that something may have been committed that nobody will tell of, because the answer was lost on its way. */
  readAgain(sessionId: string): void {
    this.#wake(sessionId);
  }

  /** Listens to control messages of all processes (`stop <runId>`). */
  onControl(listener: (message: string) => void): () => void {
    this.#controls.add(listener);
    return () => this.#controls.delete(listener);
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({ connectionString: env.databaseUrl, application_name: "signalbox-events" });
    client.on("error", (error) => this.#lost(client, error));
    client.on("end", () => this.#lost(client, undefined));
    client.on("notification", (message) => this.#heard(message.channel, message.payload ?? ""));
    try {
      await client.connect();
      await client.query("listen signalbox_event");
      await client.query("listen signalbox_control");
      this.#client = client;
      this.#reconnectMs = firstReconnectMs;
      this.#wakeAll();
    } catch (error) {
      this.#lost(client, error);
      // It may have connected and broken before it listened.
      client.end().catch((failure: unknown) => logger.debug({ err: failure }, "the notification connection was gone"));
    }
  }

  #lost(client: pg.Client, error: unknown): void {
    const wasCurrent = this.#client === client;
    if (this.#isStopped || (this.#client && !wasCurrent)) return;
    this.#client = undefined;
    client.removeAllListeners("end");
    // One failure can be told twice, by an event and by the query that met it.
    if (this.#retry || !(wasCurrent || error)) return;
    // That it is still away is no news.
    const level = wasCurrent || this.#reconnectMs === firstReconnectMs ? "warn" : "debug";
    logger[level]({ err: error }, "the notification connection is down; polling until it is back");
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      if (!this.#isStopped && !this.#client) void this.#connect();
    }, this.#reconnectMs).unref();
    this.#reconnectMs = Math.min(this.#reconnectMs * 2, longestReconnectMs);
  }

  #heard(channelName: string, payload: string): void {
    if (channelName === "signalbox_control") {
      for (const listener of this.#controls) listener(payload);
      return;
    }
    const [origin, sessions = ""] = payload.split(" ");
    if (origin === processId) return;
    if (sessions === "*") this.#wakeAll();
    else for (const sessionId of sessions.split(",")) this.#wake(sessionId);
  }

  #wakeAll(): void {
    for (const sessionId of this.#channels.keys()) this.#moved.add(sessionId);
    this.#startReading();
  }

  #wake(sessionId: string): void {
    if (!this.#channels.has(sessionId)) return;
    this.#moved.add(sessionId);
    this.#startReading();
  }

  #startReading(): void {
    if (!this.#isReading && !this.#readRetry) void this.#read();
  }

  /** Reads what moved, many sessions in one statement; what moves meanwhile goes into the next. */
  async #read(): Promise<void> {
    this.#isReading = true;
    const places: { sessionId: string; after: number }[] = [];
    try {
      while (this.#moved.size > 0) {
        for (const sessionId of [...this.#moved].slice(0, mostSessions)) {
          this.#moved.delete(sessionId);
          const channel = this.#channels.get(sessionId);
          if (channel) places.push({ sessionId, after: channel.seq });
        }
        if (places.length === 0) continue;
        for (const [sessionId, events] of await readEventsOfSessions(places, mostEvents)) {
          this.publish(sessionId, events);
          if (events.length === mostEvents) this.#moved.add(sessionId);
        }
        places.length = 0;
      }
    } catch (error) {
      // While the database is away this fails with every poll, which the lost connection has told already.
      const level = databaseRefusal(error) ? "debug" : "warn";
      logger[level]({ err: error }, "events could not be read; trying again in a second");
      // What was notified meanwhile is not notified again.
      for (const { sessionId } of places) this.#moved.add(sessionId);
      this.#readRetry = setTimeout(() => {
        this.#readRetry = undefined;
        this.#startReading();
      }, readAgainMs).unref();
    } finally {
      this.#isReading = false;
    }
  }
}

export const eventHub: EventHub = globalSingleton("event-hub", () => new EventHub());
