import { readFileSync } from "node:fs";

/**
 * @typedef {object} Evidence what the invariants are judged by
 * @property {import("pg").Pool} sql
 * @property {import("./receiver.mjs").Receiver} receiver
 * @property {string[]} lines everything that the servers printed
 * @property {string} canary a secret that the servers were given
 */

/** A query that answers with the rows that break the rule, each with a text `what`. @typedef {{ name: string, sql: string }} Rule */

const ended = "('completed', 'failed', 'cancelled')";

/** The numbers an event stands for: a folded one stands for all its parts. */
const eventNumbers = `
  select e.session_id, coalesce((part ->> 'seq')::bigint, e.seq) as seq
  from event e left join lateral jsonb_array_elements(e.payload -> 'parts') as part on true`;

/** @type {Rule[]} */
const rules = [
  {
    name: "I1 every run has ended",
    sql: `select id || ' is ' || status || ', epoch ' || epoch || ', recoveries ' || recoveries as what
          from run where status not in ${ended} and status <> 'waiting'`,
  },
  {
    name: "I2 the events of a session are numbered without gap or repetition",
    sql: `select s.id || ' has ' || count(n.seq) || ' of ' || s.event_seq || ' numbers, ' || count(distinct n.seq) || ' different' as what
          from session s left join (${eventNumbers}) n on n.session_id = s.id
          group by s.id, s.event_seq
          having count(n.seq) <> s.event_seq or count(distinct n.seq) <> s.event_seq
            or coalesce(min(n.seq), 1) <> 1 or coalesce(max(n.seq), 0) <> s.event_seq`,
  },
  {
    name: "I2 the messages of a session are numbered without gap",
    sql: `select s.id || ' has ' || count(m.seq) || ' of ' || s.message_seq as what
          from session s left join message m on m.session_id = s.id
          group by s.id, s.message_seq having count(m.seq) <> s.message_seq`,
  },
  {
    name: "I2 a run's stream begins once and ends once, with its last event",
    sql: `select r.id || ' (' || r.status || '): ' || coalesce(string_agg(e.type, ' ' order by e.seq), 'nothing') as what
          from run r left join event e on e.run_id = r.id
          where r.status in ${ended} group by r.id, r.status
          having count(*) filter (where e.type in ('run.finished', 'run.failed')) <> 1
            or count(*) filter (where e.type = 'run.started') <> 1
            or (array_agg(e.type order by e.seq))[1] <> 'run.started'
            or (array_agg(e.type order by e.seq desc))[1] not in ('run.finished', 'run.failed')`,
  },
  {
    name: "I2 every attempt of a node begins once and ends once",
    sql: `select run_id || ' ' || (payload ->> 'nodeId') || ' attempt ' || (payload ->> 'attempt') || ': '
            || string_agg(type, ' ' order by seq) as what
          from event where type in ('node.started', 'node.finished')
          group by run_id, payload ->> 'nodeId', payload ->> 'attempt'
          having string_agg(type, ' ' order by seq) <> 'node.started node.finished'`,
  },
  {
    name: "I2 every message of a stream begins once and ends once",
    sql: `select e.run_id || ' message ' || (e.payload ->> 'messageId') || ': ' || string_agg(e.type, ' ' order by e.seq) as what
          from event e join run r on r.id = e.run_id
          where r.status in ${ended} and e.type in ('text.started', 'text.ended')
          group by e.run_id, e.payload ->> 'messageId'
          having string_agg(e.type, ' ' order by e.seq) <> 'text.started text.ended'`,
  },
  {
    name: "I2 what a run says is said once",
    sql: `select run_id || ' node ' || node_id || ' left ' || count(*) || ' messages' as what
          from message where role = 'assistant' and node_id is not null and tool_calls is null
          group by run_id, node_id having count(*) > 1`,
  },
  {
    name: "I3 no node completes twice in a run",
    sql: `select run_id || ' ' || node_id || ' completed ' || count(*) || ' times' as what
          from node_run where status = 'completed' group by run_id, node_id having count(*) > 1`,
  },
  {
    name: "I3 the record of every answered call is settled",
    sql: `select e.key || ' is ' || e.status as what from effect e join run r on r.id = e.run_id
          where r.status = 'completed' and e.status <> 'done'`,
  },
  {
    name: "I4 the totals of runs are the sums of their ledger rows",
    sql: `select r.id || ' says ' || r.cost_micros || ', the ledger ' || coalesce(sum(u.cost_micros), 0) as what
          from run r left join usage_entry u on u.run_id = r.id
          group by r.id having r.cost_micros <> coalesce(sum(u.cost_micros), 0)
            or r.input_tokens <> coalesce(sum(u.input_tokens), 0) or r.output_tokens <> coalesce(sum(u.output_tokens), 0)`,
  },
  {
    name: "I4 the totals of sessions are the sums of their ledger rows",
    sql: `select s.id || ' says ' || s.cost_micros || ', the ledger ' || coalesce(sum(u.cost_micros), 0) as what
          from session s left join usage_entry u on u.session_id = s.id
          group by s.id having s.cost_micros <> coalesce(sum(u.cost_micros), 0)`,
  },
  {
    name: "I5 nothing runs without a living lease",
    sql: `select id || ' has had no lease since ' || lease_until as what
          from run where status in ('queued', 'running') and lease_until < clock_timestamp()`,
  },
  {
    name: "I5 nothing of an ended run is still running",
    sql: `select r.id || ' left ' || left_over.kind || ' ' || left_over.id as what
          from run r join (
            select 'node' as kind, run_id, node_id as id from node_run where status in ('pending', 'running')
            union all select 'span', run_id, id from span where status = 'running'
          ) left_over on left_over.run_id = r.id where r.status in ${ended}`,
  },
  {
    name: "I5 nothing accepted waits to be handed to the engine",
    sql: `select id || ' since ' || created_at as what from outbox where created_at < clock_timestamp() - interval '30 seconds'`,
  },
];

/** Tables whose rows may hold text that came from outside. */
const tablesWithText = ["run", "node_run", "span", "event", "message", "artifact", "effect", "session", "outbox"];

/** @param {Evidence} evidence @returns {Promise<string[]>} */
async function broken({ sql }) {
  const found = [];
  for (const rule of rules) {
    const { rows } = await sql.query(rule.sql);
    if (rows.length === 0) continue;
    const examples = rows.slice(0, 5).map((row) => `    ${row.what}`);
    found.push([`${rule.name}: ${rows.length} break it`, ...examples].join("\n"));
  }
  return found;
}

/** @param {Evidence} evidence @returns {Promise<string[]>} */
async function effectProblems({ sql, receiver }) {
  const found = [];
  if (receiver.unkeyed > 0) found.push(`I3 ${receiver.unkeyed} calls came without an Idempotency-Key`);
  const { rows } = await sql.query("select key from effect");
  const known = new Set(rows.map((row) => row.key));
  const unknown = [...receiver.calls.keys()].filter((key) => !known.has(key));
  if (unknown.length > 0)
    found.push(`I3 ${unknown.length} calls were made that no record tells of: ${unknown.slice(0, 3).join(", ")}`);
  return found;
}

/** @param {Evidence} evidence @returns {Promise<string[]>} */
async function leaks({ sql, lines, canary }) {
  const found = lines.some((line) => line.includes(canary)) ? ["I7 a secret was printed"] : [];
  for (const table of tablesWithText) {
    const { rows } = await sql.query(`select count(*)::int as count from "${table}" t where t::text like $1`, [
      `%${canary}%`,
    ]);
    if (rows[0].count > 0) found.push(`I7 a secret lies in the table ${table}`);
  }
  return found;
}

/**
 * How much the rules were found to hold of.
 * @param {Evidence} evidence
 */
async function figures({ sql, receiver }) {
  const { rows } = await sql.query(
    `select (select count(*) from run) as runs, (select count(*) from run where recoveries > 0) as recovered,
       (select count(*) from session) as sessions, (select sum(event_seq) from session) as events,
       (select count(*) from node_run where status = 'completed') as nodes, (select count(*) from node_run where attempt > 1) as repeated,
       (select count(*) from effect) as effects, (select count(*) from usage_entry) as entries`,
  );
  const { runs, recovered, sessions, events, nodes, repeated, effects, entries } = rows[0];
  const calls = [...receiver.calls.values()].reduce((sum, count) => sum + count, 0);
  return [
    `          I1 ${runs} of ${runs} runs ended, ${recovered} of them by the reconciler`,
    `          I2 ${events ?? 0} events of ${sessions} sessions without gap or repetition`,
    `          I3 ${nodes} nodes completed, none twice, ${repeated} further attempts; ${effects} effects, ${calls} calls, each counted once`,
    `          I4 ${entries} ledger rows for ${receiver.chats} calls of the model, equal to the totals of all runs and sessions`,
    `          I5 nothing without a living lease, nothing left running, nothing waiting to be handed over`,
  ].join("\n");
}

/**
 * Checks everything that must hold after any fault, once all runs have come to rest. I6 (the audit chain) is not among it:
 * the product keeps no chain yet. I8 is `residentMegabytes`, which needs two moments to compare.
 * @param {Evidence} evidence
 * @returns {Promise<string>} a line for each invariant, with how much it was found to hold of
 * @throws Error that lists each broken rule with up to five examples
 */
export async function checkInvariants(evidence) {
  const problems = [...(await broken(evidence)), ...(await effectProblems(evidence)), ...(await leaks(evidence))];
  if (problems.length > 0) throw new Error(`What must always hold does not:\n  ${problems.join("\n  ")}`);
  return figures(evidence);
}

/**
 * Memory that a process holds, in megabytes; undefined where the system does not tell.
 * @param {number} pid
 */
export function residentMegabytes(pid) {
  if (process.platform !== "linux") return undefined;
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}
