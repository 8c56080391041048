import type { Statement } from "../database";

/** Statements that hand work to workers and take it back. `s` is the quoted schema. */
export function claimStatements(s: string) {
  return {
    /**
     * $1 worker, $2 how many, $3 lease ms. `exists` would have the planner, who takes a function to give a thousand rows, gather
     * the steps of all runs first; what has a limit is asked for each row.
     */
    claim: {
      name: "claim",
      text: `select c.*, (select true from ${s}.step st where st.run_id = c.run_id limit 1) is true as has_steps from ${s}.claim($1, $2, $3) c`,
    },
    /** Lengthens the leases of the items in $1 with their generations $2. A locked row is being written and can wait. */
    heartbeat: {
      name: "heartbeat",
      text: `with held as (
          select q.id from ${s}.queue q join unnest($1::text[], $2::bigint[]) as h(id, gen) on q.id = h.id and q.gen = h.gen
          for update of q skip locked
        )
        update ${s}.queue q set visible_at = clock_timestamp() + $3 * interval '1 millisecond' from held where q.id = held.id`,
    },
    /**
     * Makes the items of workers whose session is gone due now. $1 our worker, $2 the lock's class. Gives how many it
     * `freed`, and how many items other workers, living or not, `held`.
     */
    reclaim: {
      name: "reclaim",
      text: `with held as (
          select q.id, q.worker from ${s}.queue q
          where q.worker is not null and q.worker <> $1 and q.visible_at > (select clock_timestamp())
        ), freed as (
          update ${s}.queue q set visible_at = clock_timestamp() from held
          where q.id = held.id and q.worker = held.worker and not exists (
            select 1 from pg_locks l
            where l.locktype = 'advisory' and l.objsubid = 2 and l.granted and l.classid = $2::int::oid and l.objid = held.worker::oid
              and l.database = (select d.oid from pg_database d where d.datname = current_database())
          ) returning q.id
        )
        select (select count(*) from freed)::int as freed, (select count(*) from held)::int as held`,
    },
    /** Milliseconds until the next item is due, at most $1 ahead; no row when there is none. */
    nextDue: {
      name: "next_due",
      text: `select greatest(0, extract(epoch from due.at - clock_timestamp()) * 1000)::int as delay_ms
        from (select least(
          (select min(q.visible_at) from ${s}.queue q where q.ckeys is null),
          (select min(q.visible_at) from ${s}.queue q where q.ckeys is not null)
        ) as at) as due
        where due.at <= clock_timestamp() + $1 * interval '1 millisecond'`,
    },
    /**
     * Frees items that are ours by the table but not among the ids in $2, as when the answer to a claim was lost. No
     * attempt is spent on them. Their age ($3 ms of lease left) keeps out those whose claim is just being answered.
     */
    freeForgotten: {
      name: "free_forgotten",
      text: `update ${s}.queue set worker = null, gen = nextval('${s}.generation'), visible_at = clock_timestamp()
        where worker = $1 and not (id = any($2)) and visible_at < (select clock_timestamp() + $3 * interval '1 millisecond')
        returning id`,
    },
    /** Gives an item back: $3 attempt, due in $4 ms. */
    release: {
      name: "release",
      text: `update ${s}.queue set worker = null, gen = nextval('${s}.generation'), attempt = $3,
          visible_at = clock_timestamp() + $4 * interval '1 millisecond'
        where id = $1 and gen = $2 returning id`,
    },
    /** Ends an item that needs nothing more. */
    remove: { name: "remove", text: `delete from ${s}.queue where id = $1 and gen = $2 returning id` },
    /** Takes the lock of an item that is still ours. */
    fence: { name: "fence", text: `select 1 from ${s}.queue where id = $1 and gen = $2 for update` },
  } satisfies Record<string, Statement>;
}
