import type { Statement } from "../database";

/** Statements about what runs wait for. `s` is the quoted schema. */
export function pauseStatements(s: string) {
  return {
    /** Adds pauses: json rows with \`expires_ms\` from now. */
    insertPauses: {
      name: "insert_pauses",
      text: `insert into ${s}.pause (id, kind, run_id, step_id, event, expr, match_path, match_value, corr, signal, expires_at)
        select n.id, n.kind, n.run_id, n.step_id, n.event, n.expr, n.match_path, n.match_value, n.corr, n.signal,
          clock_timestamp() + n.expires_ms * interval '1 millisecond'
        from json_to_recordset($1::json) as n(id text, kind text, run_id text, step_id text, event text, expr text,
          match_path text, match_value text, corr text, signal text, expires_ms double precision)
        on conflict do nothing returning id`,
    },
    /** The distinct paths by which pauses for the events named in $1 are indexed; \`match_path\` null for the others. */
    pausePaths: {
      name: "pause_paths",
      text: `select distinct event, match_path from ${s}.pause where event = any($1)`,
    },
    /** Pauses for an event ($1) that match on an indexed path ($2 paths, $3 values) or have to be evaluated. */
    candidatePauses: {
      name: "candidate_pauses",
      text: `select p.id, p.kind, p.run_id, p.step_id, p.expr, p.match_path,
          case when p.match_path is null and p.expr is not null then r.events end as events
        from ${s}.pause p join ${s}.run r on r.id = p.run_id
        where p.event = $1 and p.expires_at > (select clock_timestamp()) and (p.match_path is null
          or exists (select 1 from unnest($2::text[], $3::text[]) as v(path, value)
            where v.path = p.match_path and v.value = p.match_value))`,
    },
    /** Takes pauses that still exist; only one taker gets each. */
    takePauses: {
      name: "take_pauses",
      text: `delete from ${s}.pause where id = any($1) returning id, kind, run_id, step_id`,
    },
    dropPause: { name: "drop_pause", text: `delete from ${s}.pause where id = $1` },
    dropTimeout: { name: "drop_timeout", text: `delete from ${s}.queue where id = $1` },
    findByCorrelation: { name: "pause_by_corr", text: `select id, run_id, step_id from ${s}.pause where corr = $1` },
    findBySignal: { name: "pause_by_signal", text: `select id, run_id, step_id from ${s}.pause where signal = $1` },
  } satisfies Record<string, Statement>;
}
