import pg from "pg";
import { ConnectGate } from "./connect-gate";
import { ConnectionTrouble } from "./connection-trouble";

/**
 * A pool of connections whose own failures can be told from refusals of a statement: what PostgreSQL answers is a
 * `DatabaseError` with its code, everything about the connection itself is a `ConnectionTrouble`. While the database is away
 * no more than one connection is tried at a time and at most one a second, however many callers ask; the others are told
 * at once what the last attempt met.
 */
export function createPool(config: pg.PoolConfig): pg.Pool {
  const gate = new ConnectGate();
  class Connection extends pg.Client {
    constructor(settings?: pg.ClientConfig) {
      super(settings);
      // A connection may break while whoever holds it asks nothing of it. Its next query says so; unheard, it would end the process.
      this.on("error", () => undefined);
      this.connect = throughGate(gate, this.connect);
      this.query = named(this.query);
    }
  }
  const pool = new pg.Pool({ ...config, Client: Connection });
  // The pool has failures of its own, such as no connection becoming free in time.
  pool.connect = named(pool.connect);
  pool.query = named(pool.query);
  return pool;
}

type Method = (...args: never[]) => unknown;
type Callback = (error: unknown, ...results: unknown[]) => unknown;

/** The same method, called with a callback (as the pool does) or awaited, whose failures are named. */
function named<Kind extends Method>(method: Kind): Kind {
  return new Proxy(method, {
    apply: (target, self, args: unknown[]) => settle(target, self, args, asTrouble),
  });
}

/** pg's `connect`, tried only when the gate lets it. */
function throughGate<Kind extends Method>(gate: ConnectGate, connect: Kind): Kind {
  return new Proxy(connect, {
    apply: (target, self, args: unknown[]) => {
      const refusal = gate.enter();
      if (refusal === undefined) return settle(target, self, args, (error) => gate.leave(asTrouble(error)));
      const callback = args.at(-1);
      if (!isCallback(callback)) return Promise.reject(refusal);
      process.nextTick(callback, refusal);
      return undefined;
    },
  });
}

/** Calls a method and passes how it ended, nothing or an error, through `see`. */
function settle(method: Method, self: unknown, args: unknown[], see: (error: unknown) => unknown): unknown {
  const callback = args.at(-1);
  if (isCallback(callback)) {
    const seen: Callback = (error, ...results) => callback(see(error) ?? null, ...results);
    return Reflect.apply(method, self, [...args.slice(0, -1), seen]);
  }
  const result: unknown = Reflect.apply(method, self, args);
  if (!(result instanceof Promise)) return result;
  return result.then(
    (value: unknown) => {
      see(undefined);
      return value;
    },
    (error: unknown) => {
      throw see(error);
    },
  );
}

function isCallback(value: unknown): value is Callback {
  return typeof value === "function";
}

/** What pg raises that is neither the server's answer nor a mistake of the caller is about the connection. */
function asTrouble(error: unknown): unknown {
  if (!error || error instanceof pg.DatabaseError || error instanceof TypeError || error instanceof RangeError)
    return error;
  if (error instanceof ConnectionTrouble) return error;
  return new ConnectionTrouble("The connection to PostgreSQL was lost or refused", { cause: error });
}
