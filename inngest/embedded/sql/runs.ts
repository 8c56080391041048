import type { Statement } from "../database";

/** What is to be known of a run that is to start, as a json row; `pauses` expire in `expires_ms`. */
const runColumns = `id text, fn text, idem text, event_id text, events text, corr text,
  singleton text, ckeys text[], climits int[], delay_ms double precision, start_at timestamptz, pauses json`;

/**
 * Creates the runs in the part `given`, unless their event had started them before, with their first item, due at `start_at` or in
 * `delay_ms`, and their pauses. What was created is in `fresh`.
 */
const runParts = (s: string) => `fresh as (
    insert into ${s}.run (id, fn, idem, event_id, events, corr, singleton, ckeys, climits)
    select n.id, n.fn, n.idem, n.event_id, n.events, n.corr, n.singleton, n.ckeys, n.climits from given n
    on conflict (fn, idem) where idem is not null do nothing
    returning id, fn, ckeys, climits
  ), queued as (
    insert into ${s}.queue (id, kind, fn, run_id, visible_at, ckeys, climits)
    select f.id, 'step', f.fn, f.id, coalesce(n.start_at, clock_timestamp() + n.delay_ms * interval '1 millisecond'), f.ckeys, f.climits
    from fresh f join given n on n.id = f.id
  ), paused as (
    insert into ${s}.pause (id, kind, run_id, event, expr, match_path, match_value, expires_at)
    select p.id, p.kind, f.id, p.event, p.expr, p.match_path, p.match_value,
      clock_timestamp() + p.expires_ms * interval '1 millisecond'
    from fresh f join given n on n.id = f.id cross join lateral json_to_recordset(n.pauses)
      as p(id text, kind text, event text, expr text, match_path text, match_value text, expires_ms double precision)
  )`;

/** Statements about events and runs. `s` is the quoted schema. */
export function runStatements(s: string) {
  return {
    /**
     * Stores events ($1, json rows) and creates the runs that the new ones start ($2, json rows), unless something waits for one
     * of the events: then it does nothing and says `is_awaited`.
     */
    takeIn: {
      name: "take_in",
      text: `with sent as materialized (
          select * from json_to_recordset($1::json) as n(id text, name text, payload text)
        ), awaited as materialized (
          select 1 from sent n where (select true from ${s}.pause p where p.event = n.name limit 1) limit 1
        ), stored as (
          insert into ${s}.event (id, name, payload)
          select id, name, payload from sent where not exists (select 1 from awaited)
          on conflict (id) do nothing returning id
        ), given as materialized (
          select n.* from json_to_recordset($2::json) as n(${runColumns}) join stored on stored.id = n.event_id
        ), ${runParts(s)}
        select exists (select 1 from awaited) as is_awaited`,
    },
    /**
     * Stores events (json rows); gives the ids that were new, and whether anything waits for events of that name. A repeated
     * send finds its events and does nothing more.
     */
    insertEvents: {
      name: "insert_events",
      text: `insert into ${s}.event as e (id, name, payload)
        select n.id, n.name, n.payload from json_to_recordset($1::json) as n(id text, name text, payload text)
        on conflict (id) do nothing
        returning e.id, (select true from ${s}.pause p where p.event = e.name limit 1) is true as is_awaited`,
    },
    /** Creates runs (json rows); gives the ids of those whose event had not started them before. */
    insertRuns: {
      name: "insert_runs",
      text: `with given as materialized (select * from json_to_recordset($1::json) as n(${runColumns})), ${runParts(s)}
        select id from fresh`,
    },
    lockRun: { name: "lock_run", text: `select version from ${s}.run where id = $1 and status = 'open' for update` },
    /** Locks the open ones of several runs, always in the same order. */
    lockRuns: {
      name: "lock_runs",
      text: `select id from ${s}.run where id = any($1) and status = 'open' order by id for update`,
    },
    setVersion: { name: "set_version", text: `update ${s}.run set version = $2 where id = $1 and version <> $2` },
    loadRun: { name: "load_run", text: `select id, fn, events, corr from ${s}.run where id = $1` },
    /** Ends runs (json rows, see `EndRow`) and all that waits for them. */
    endRuns: { name: "end_runs", text: `select ${s}.end_runs($1::json)` },
  } satisfies Record<string, Statement>;
}
