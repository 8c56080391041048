import type { Statement } from "../database";

/** Statements about the steps of a run. `s` is the quoted schema. */
export function stepStatements(s: string) {
  return {
    /** All steps of a run, completed ones in the order of their completion, pending ones (`memo` null) last. */
    loadSteps: { name: "load_steps", text: `select id, memo from ${s}.step where run_id = $1 order by seq nulls last` },
    /** Result of one step, ends or moves on its item: see the function. Gives `gen`: null, "0" or the next generation. */
    finishStep: { name: "finish_step", text: `select ${s}.finish_step($1, $2, $3, $4, $5, $6, $7)::text as gen` },
    advance: { name: "advance", text: `select ${s}.advance($1, $2, $3)::text as gen` },
    /** Stores steps a running call has completed: $1 item, $2 gen, $3 run, $4 json rows. No row when the item is not ours. */
    checkpoint: {
      name: "checkpoint",
      text: `with item as (
          update ${s}.queue set attempt = 0 where id = $1 and gen = $2 and run_id = $3 returning run_id
        ), saved as (
          insert into ${s}.step as st (run_id, id, op, name, memo, seq, ended_at)
          select item.run_id, n.id, n.op, n.name, n.memo, nextval('${s}.step_seq'), clock_timestamp()
          from item, json_to_recordset($4::json) as n(id text, op text, name text, memo text)
          on conflict (run_id, id) do update set memo = excluded.memo, seq = excluded.seq, ended_at = excluded.ended_at
            where st.seq is null
        )
        select 1 from item`,
    },
    /** The same for one step, without the detour over JSON: $4 id, $5 op, $6 name, $7 memo. */
    checkpointOne: {
      name: "checkpoint_one",
      text: `with item as (
          update ${s}.queue set attempt = 0 where id = $1 and gen = $2 and run_id = $3 returning run_id
        ), saved as (
          insert into ${s}.step as st (run_id, id, op, name, memo, seq, ended_at)
          select item.run_id, $4, $5, $6, $7, nextval('${s}.step_seq'), clock_timestamp() from item
          on conflict (run_id, id) do update set memo = excluded.memo, seq = excluded.seq, ended_at = excluded.ended_at
            where st.seq is null
        )
        select 1 from item`,
    },
    /** Stores completed steps: $1 run, $2 json rows. Gives whether any of them belongs to a race. */
    saveSteps: {
      name: "save_steps",
      text: `insert into ${s}.step as st (run_id, id, op, name, memo, seq, ended_at)
        select $1, n.id, n.op, n.name, n.memo, nextval('${s}.step_seq'), clock_timestamp()
        from json_to_recordset($2::json) as n(id text, op text, name text, memo text)
        on conflict (run_id, id) do update set memo = excluded.memo, seq = excluded.seq, ended_at = excluded.ended_at
          where st.seq is null
        returning race`,
    },
    /** Stores steps that were found and not done yet; gives the ids that were new. $1 run, $2 json rows. */
    planSteps: {
      name: "plan_steps",
      text: `insert into ${s}.step (run_id, id, op, name, race)
        select $1, n.id, n.op, n.name, n.race
        from json_to_recordset($2::json) as n(id text, op text, name text, race boolean)
        on conflict (run_id, id) do nothing returning id`,
    },
    /** Completes a pending step from outside a call ($1 run, $2 step, $3 memo); gives its race flag when it was pending. */
    settleStep: {
      name: "settle_step",
      text: `update ${s}.step set memo = $3, seq = nextval('${s}.step_seq'), ended_at = clock_timestamp()
        where run_id = $1 and id = $2 and seq is null returning race`,
    },
    /** Has the run called again when $2 (a race), or the run's version, or the absence of pending steps says so. */
    requestDiscovery: {
      name: "request_discovery",
      text: `insert into ${s}.queue as q (id, kind, fn, run_id, visible_at, ckeys, climits)
        select r.id, 'step', r.fn, r.id, clock_timestamp(), r.ckeys, r.climits from ${s}.run r
        where r.id = $1 and ($2 or r.version = 1 or not exists (select 1 from ${s}.step st where st.run_id = $1 and st.seq is null))
        on conflict (id) do update set again = q.worker is not null`,
    },
    /** Adds items: json rows. An item that is there already stays as it is. */
    enqueue: {
      name: "enqueue",
      text: `insert into ${s}.queue (id, kind, fn, run_id, step_id, visible_at, payload, ckeys, climits)
        select n.id, n.kind, n.fn, n.run_id, n.step_id, clock_timestamp() + n.delay_ms * interval '1 millisecond', n.payload,
          r.ckeys, r.climits
        from json_to_recordset($1::json)
          as n(id text, kind text, fn text, run_id text, step_id text, delay_ms double precision, payload text)
        left join lateral (
          select run.ckeys, run.climits from ${s}.run where run.id = n.run_id and n.kind = 'step' limit 1
        ) r on true
        on conflict (id) do nothing`,
    },
  } satisfies Record<string, Statement>;
}
