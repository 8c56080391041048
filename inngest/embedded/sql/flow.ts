import type { Statement } from "../database";

/** Statements of flow control: who may start, when, and with which events. `s` is the quoted schema. */
export function flowStatements(s: string) {
  return {
    /** $1 key, $2 ms between two turns, $3 how many at once, $4 whether to wait. Gives `delay_ms` and the time it means, null for no turn. */
    takeTurn: {
      name: "take_turn",
      text: `select turn.delay_ms, (clock_timestamp() + turn.delay_ms * interval '1 millisecond')::text as start_at
        from (select ${s}.take_turn($1, $2, $3, $4) as delay_ms offset 0) as turn`,
    },
    /** Whether a function ($1) was started with this idempotency key ($2) before. */
    findByKey: { name: "run_by_key", text: `select 1 from ${s}.run where fn = $1 and idem = $2` },
    /** Until the end of the transaction, nobody else decides about the singleton $1. */
    lockSingleton: { name: "lock_singleton", text: "select pg_advisory_xact_lock(hashtextextended($1, 0))" },
    findSingleton: {
      name: "find_singleton",
      text: `select id from ${s}.run where singleton = $1 and status = 'open' for update`,
    },
    /**
     * Puts off the start of a debounced function and replaces its event: $1 id, $2 function, $3 event, $4 ms from now,
     * $5 most ms since the first event, null for no end. A worker that has just taken it up loses it.
     */
    debounce: {
      name: "debounce",
      text: `insert into ${s}.queue as q (id, kind, fn, visible_at, payload, deadline)
        select $1, 'debounce', $2, n.now + $4 * interval '1 millisecond', $3, n.now + $5::float8 * interval '1 millisecond'
        from (select clock_timestamp() as now) as n
        on conflict (id) do update set payload = excluded.payload, visible_at = least(excluded.visible_at, q.deadline),
          worker = null, attempt = 0, gen = nextval('${s}.generation')
        returning extract(epoch from visible_at - clock_timestamp()) * 1000 as delay_ms`,
    },
    /** Adds an event to a batch: $1 id, $2 function, $3 event, $4 ms the first event waits. Gives all it has by now. */
    addToBatch: {
      name: "add_to_batch",
      text: `insert into ${s}.queue as q (id, kind, fn, visible_at, payload, deadline, gathered)
        select $1, 'batch', $2, n.due, $3, n.due, 1
        from (select clock_timestamp() + $4 * interval '1 millisecond' as due) as n
        on conflict (id) do update set payload = q.payload || ',' || excluded.payload, gathered = q.gathered + 1,
          visible_at = q.deadline, worker = null, attempt = 0, gen = nextval('${s}.generation')
        returning gathered, payload, gen::text, extract(epoch from visible_at - clock_timestamp()) * 1000 as delay_ms`,
    },
    /**
     * Notes that a run ($1) has begun, which ends its start timeout, and sets its finish timeout ($2 ms, or null). Done
     * again it changes nothing. No row when the run has ended.
     */
    beginRun: {
      name: "begin_run",
      text: `with begun as (
          update ${s}.run set started_at = coalesce(started_at, clock_timestamp())
          where id = $1 and status = 'open' returning id, fn, started_at
        ), no_start as (
          delete from ${s}.queue q using begun where q.id = begun.id || '.start'
        ), finish as (
          insert into ${s}.queue (id, kind, fn, run_id, visible_at, payload)
          select id || '.finish', 'cancel', fn, id, started_at + $2::float8 * interval '1 millisecond', 'finish'
          from begun where $2::float8 is not null
          on conflict (id) do nothing
        )
        select id from begun`,
    },
    hasBegun: { name: "has_begun", text: `select 1 from ${s}.run where id = $1 and started_at is not null` },
    /** Deletes up to $2 turns that have been free for $1 days: no row says the same as a turn that is free. */
    purgeTurns: {
      name: "purge_turns",
      text: `delete from ${s}.turn where key in (
          select key from ${s}.turn where next_at < (select clock_timestamp() - $1 * interval '1 day') limit $2
          for update skip locked
        ) returning key`,
    },
  } satisfies Record<string, Statement>;
}
