import type { Statement } from "../database";

/** Statements for schedules and for deleting what is old. `s` is the quoted schema. */
export function upkeepStatements(s: string) {
  return {
    /** Removes the schedules of an app ($1 prefix of its functions) that are not among $2. */
    dropCrons: {
      name: "drop_crons",
      text: `delete from ${s}.queue where kind = 'cron' and starts_with(fn, $1) and not (id = any($2))`,
    },
    /** Sets a schedule's next time unless it has one: $1 id, $2 function, $3 payload, $4 time. */
    addCron: {
      name: "add_cron",
      text: `insert into ${s}.queue (id, kind, fn, visible_at, payload) values ($1, 'cron', $2, $4, $3) on conflict (id) do nothing`,
    },
    rescheduleCron: {
      name: "reschedule_cron",
      text: `update ${s}.queue set worker = null, attempt = 0, visible_at = $3 where id = $1 and gen = $2 returning id`,
    },
    databaseTime: { name: "database_time", text: "select clock_timestamp() as now" },
    /** Deletes up to $2 runs that ended more than $1 days ago, with their steps. */
    purgeRuns: {
      name: "purge_runs",
      text: `with old as (
          select id from ${s}.run where ended_at < (select clock_timestamp() - $1 * interval '1 day') limit $2 for update skip locked
        ), steps as (
          delete from ${s}.step st using old where st.run_id = old.id
        )
        delete from ${s}.run r using old where r.id = old.id returning r.id`,
    },
    /** Deletes up to $2 events received more than $1 days ago. Runs carry copies of theirs. */
    purgeEvents: {
      name: "purge_events",
      text: `delete from ${s}.event where id in (
          select id from ${s}.event where received_at < (select clock_timestamp() - $1 * interval '1 day') limit $2
        ) returning id`,
    },
  } satisfies Record<string, Statement>;
}
