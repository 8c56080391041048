import { leaseSeconds } from "@/server/progress/lease";

/** What a write can be made of. All but the changes of runs are kept with the target they belong to. */
export const rowSets = [
  "nodeRuns",
  "spans",
  "events",
  "messages",
  "usage",
  "artifacts",
  "intended",
  "settled",
  "runChanges",
] as const;

export type RowSet = (typeof rowSets)[number];

/** Reads the rows of one set out of the targets that the fence admits. No row is joined to its target, so none is compared. */
const rowsOf = (set: RowSet, alias: string, columns: string) =>
  `fence f cross join lateral jsonb_to_recordset(f.target -> '${set}') as ${alias}(${columns})`;

/**
 * One statement, so one commit, for any amount of progress of any number of runs. Everything passes the fence: what is left
 * out are rows of a run that has ended or changed hands, and those of a node's attempt that has ended or that another execution
 * has begun again. Locks are taken in the order of ids (runs, then sessions), so that two processes writing the same sessions
 * can not wait for each other. Totals come from the ledger rows really inserted, which makes a repeated write harmless.
 *
 * It is put together of the parts that a write needs, because PostgreSQL sets up and takes down every part of a statement
 * also when it has no rows: with all of them that is most of the time of a small write. A part is the same text in every shape.
 * Tables are reached row by row by their keys, whatever the planner knows of their sizes (see `writerPool`): the plan is made
 * once, often while they are empty, and must still be right when they are large.
 *
 * Parameters: 1 the targets with their rows, then the changes of runs if the shape has them (both jsonb arrays), then the
 * notification's payload if it has events.
 */
export function writeStatement(shape: ReadonlySet<RowSet>): Statement {
  const name = `write-progress ${rowSets.map((set) => (shape.has(set) ? 1 : 0)).join("")}`;
  const known = statements.get(name);
  if (known) return known;
  const statement = { name, text: textOf(shape) };
  statements.set(name, statement);
  return statement;
}

interface Statement {
  /** Under which it is prepared once per connection. */
  name: string;
  text: string;
}

const statements = new Map<string, Statement>();

function textOf(shape: ReadonlySet<RowSet>): string {
  const has = (set: RowSet) => shape.has(set);
  const parts = [
    "stamp as materialized (select clock_timestamp() as at)",
    fence,
    has("nodeRuns") && nodeParts,
    has("spans") && spanPart,
    has("artifacts") && artifactPart,
    has("usage") && usagePart,
    has("events") && eventInput(has),
    has("messages") && messageInput,
    (has("events") || has("messages") || has("usage")) && sessionParts(has),
    has("events") && eventParts,
    has("messages") && messagePart,
    has("intended") && intendedParts,
    has("settled") && settledPart,
    (has("runChanges") || has("usage")) && runParts(has),
  ];
  const answer = [
    "(select at from stamp) as at",
    "(select jsonb_agg(place) from fence) as admitted",
    has("events") && "(select jsonb_agg(jsonb_build_array(ord, seq)) from event_numbered) as events",
    has("nodeRuns") && nodeAnswers,
    has("intended") && "(select jsonb_agg(to_jsonb(effect_known)) from effect_known) as effects",
    has("events") && `pg_notify('signalbox_event', $${has("runChanges") ? 3 : 2}::text)`,
  ];
  const isPresent = (part: string | false) => part !== false;
  return `with ${parts.filter(isPresent).join(",\n")}\nselect ${answer.filter(isPresent).join(",\n  ")}`;
}

/**
 * What is asked of rows that another process may be writing just now is asked of locked rows or of what was really inserted:
 * a statement that had to wait still sees everything else as it was before it waited.
 */
const fence = `fence as materialized (
  select t.place, t.target, t.run_id, t.epoch, r.tenant_id, r.session_id, r.owner_id, r.app_id, r.workflow_id
  from (
    select (n.place - 1)::int as place, n.target, n.target ->> 'run_id' as run_id, (n.target ->> 'epoch')::int as epoch,
      n.target ->> 'node_id' as node_id, (n.target ->> 'attempt')::int as attempt, n.target ->> 'claim' as claim,
      (n.target ->> 'begins')::boolean as begins, n.target ->> 'after_node_id' as after_node_id,
      (n.target ->> 'after_attempt')::int as after_attempt, n.target ->> 'after_claim' as after_claim
    from jsonb_array_elements($1::jsonb) with ordinality as n(target, place)
    order by run_id
  ) as t
  cross join lateral (
    select run.id, run.tenant_id, run.session_id, run.owner_id, run.app_id, run.workflow_id from run
    where run.id = t.run_id and run.epoch = t.epoch and run.status || '' = 'running' for update of run
  ) as r
  left join lateral (
    -- After the run, by which all writes of a run are in one order.
    select known.status, known.claim from node_run known
    where known.run_id = r.id and known.node_id = t.node_id and known.attempt = t.attempt for update of known
  ) as k on true
  where (k.status is null or (k.status in ('pending', 'running') and (k.claim is not distinct from t.claim or t.begins)))
  and (t.after_claim is null or exists (
    select 1 from node_run base
    where base.run_id = t.run_id and base.node_id = t.after_node_id and base.attempt = t.after_attempt and base.claim = t.after_claim
    offset 0
  ))
)`;

/**
 * When something happened is counted back from when the statement came (`now()`): to plan it takes time that has nothing to do
 * with it and would put it behind what a later statement tells of.
 */
const nodeParts = `node_in as (
  select f.tenant_id, f.run_id, n.*
  from ${rowsOf(
    "nodeRuns",
    "n",
    `id text, node_id text, kind text, title text, attempt int,
    status text, claim text, port text, input jsonb, output_text text, output_json jsonb, output_artifact_id text, error jsonb,
    input_tokens int, output_tokens int, cost_micros bigint, duration_ms float8, ago_ms float8`,
  )}
),
node_rows as (
  insert into node_run as existing (id, tenant_id, run_id, node_id, kind, title, attempt, status, claim, port, input, output_text,
    output_json, output_artifact_id, error, input_tokens, output_tokens, cost_micros, started_at, ended_at)
  select id, tenant_id, run_id, node_id, kind, title, attempt, status, claim, port, input, output_text, output_json,
    output_artifact_id, error, coalesce(input_tokens, 0), coalesce(output_tokens, 0), coalesce(cost_micros, 0),
    case when status in ('pending', 'skipped') then null
      else now() - make_interval(secs => (ago_ms + coalesce(duration_ms, 0)) / 1000) end,
    case when status in ('pending', 'running') then null else now() - make_interval(secs => ago_ms / 1000) end
  from node_in
  on conflict (run_id, node_id, attempt) do update set
    status = excluded.status, claim = coalesce(excluded.claim, existing.claim), port = excluded.port, input = coalesce(excluded.input, existing.input),
    output_text = excluded.output_text, output_json = excluded.output_json,
    output_artifact_id = excluded.output_artifact_id, error = excluded.error, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, cost_micros = excluded.cost_micros,
    started_at = coalesce(existing.started_at, excluded.started_at), ended_at = excluded.ended_at
  where existing.status in ('pending', 'running')
  returning run_id || ':' || node_id || ':' || attempt as key, (xmax = 0) as is_new
),
node_written as materialized (select coalesce(jsonb_object_agg(key, is_new), '{}') as is_new from node_rows)`;

const nodeAnswers = `(select jsonb_agg(key) from node_rows where not is_new) as repeated,
  (select jsonb_agg(key)
    from (select run_id || ':' || node_id || ':' || attempt as key from node_in) as known, node_written
    where not node_written.is_new ? key) as ended`;

const spanPart = `span_rows as (
  insert into span as existing (id, tenant_id, run_id, parent_id, node_id, attempt, kind, name, status, attributes, input,
    output, error, started_at, ended_at)
  select s.id, f.tenant_id, f.run_id, s.parent_id, s.node_id, coalesce(s.attempt, 1), s.kind, s.name, s.status,
    coalesce(s.attributes, '{}'::jsonb), s.input, s.output, s.error,
    to_timestamp(s.started_at_ms / 1000), to_timestamp(s.ended_at_ms / 1000)
  from ${rowsOf(
    "spans",
    "s",
    `id text, parent_id text, node_id text, attempt int, kind text,
    name text, status text, attributes jsonb, input jsonb, output jsonb, error jsonb, started_at_ms float8, ended_at_ms float8`,
  )}
  on conflict (id) do update set
    status = excluded.status, name = excluded.name, attributes = existing.attributes || excluded.attributes,
    input = coalesce(excluded.input, existing.input), output = excluded.output, error = excluded.error,
    ended_at = excluded.ended_at
  where existing.status = 'running'
)`;

const artifactPart = `artifact_rows as (
  insert into artifact (id, tenant_id, run_id, node_id, kind, name, mime, size_bytes, content)
  select a.id, f.tenant_id, f.run_id, a.node_id, a.kind, a.name, a.mime, octet_length(a.content), a.content
  from ${rowsOf("artifacts", "a", `id text, node_id text, kind text, name text, mime text, content text`)}
  on conflict (id) do nothing
)`;

const usagePart = `usage_rows as (
  insert into usage_entry (id, tenant_id, owner_id, run_id, session_id, app_id, workflow_id, node_id, span_id, provider, model,
    input_tokens, cached_tokens, output_tokens, cost_micros, is_price_known, is_estimated, status, latency_ms, first_token_ms)
  select u.id, f.tenant_id, f.owner_id, f.run_id, f.session_id, f.app_id, f.workflow_id, u.node_id, u.span_id, u.provider, u.model,
    u.input_tokens, u.cached_tokens, u.output_tokens, u.cost_micros, u.is_price_known, u.is_estimated, u.status, u.latency_ms,
    u.first_token_ms
  from ${rowsOf(
    "usage",
    "u",
    `id text, node_id text, span_id text, provider text, model text,
    input_tokens int, cached_tokens int, output_tokens int, cost_micros bigint, is_price_known boolean, is_estimated boolean,
    status text, latency_ms int, first_token_ms int`,
  )}
  on conflict (id) do nothing
  returning run_id, session_id, input_tokens, output_tokens, cost_micros
)`;

/**
 * An attempt that a killed process had begun is begun again, but said to begin once, and to end once: what a node's row did
 * not take is not said either.
 */
function eventInput(has: (set: RowSet) => boolean): string {
  const wasWritten = `cross join node_written w
  where case e.type
    when 'node.started' then (w.is_new -> (f.run_id || ':' || (e.payload ->> 'nodeId') || ':' || (e.payload ->> 'attempt')))::boolean
    when 'node.finished' then w.is_new ? (f.run_id || ':' || (e.payload ->> 'nodeId') || ':' || (e.payload ->> 'attempt'))
    else true end`;
  return `event_in as (
  select f.tenant_id, f.session_id, f.run_id, e.type, e.payload, e.ord,
    row_number() over (partition by f.session_id order by e.ord) as place
  from ${rowsOf("events", "e", `type text, payload jsonb, ord int`)}
  ${has("nodeRuns") ? wasWritten : ""}
)`;
}

const messageInput = `message_in as (
  select f.tenant_id, f.session_id, f.run_id, m.*, row_number() over (partition by f.session_id order by m.ord) as place
  from ${rowsOf(
    "messages",
    "m",
    `id text, role text, content text, node_id text, tool_calls jsonb,
    tool_call_id text, input_tokens int, output_tokens int, cost_micros bigint, ord int`,
  )}
  where not exists (select 1 from message known where known.id = m.id offset 0)
)`;

/** Moves the numbers and totals of the sessions, once for each however many rows it gets. */
function sessionParts(has: (set: RowSet) => boolean): string {
  const changes = [
    has("events") &&
      "select session_id, 1 as events, 0 as messages, 0::bigint as input_tokens, 0::bigint as output_tokens, 0::bigint as cost_micros from event_in",
    has("messages") && "select session_id, 0, 1, 0::bigint, 0::bigint, 0::bigint from message_in",
    has("usage") && "select session_id, 0, 0, input_tokens, output_tokens, cost_micros from usage_rows",
  ].filter((change) => change !== false);
  return `session_change as (
  select session_id, sum(events) as events, sum(messages) as messages, sum(input_tokens) as input_tokens,
    sum(output_tokens) as output_tokens, sum(cost_micros) as cost_micros
  from (${changes.join("\n    union all ")}) as changes(session_id, events, messages, input_tokens, output_tokens, cost_micros)
  group by session_id
),
session_lock as materialized (
  select c.*, l.head_seq from (select * from session_change order by session_id) as c
  cross join lateral (
    select nullif(s.head_seq, 0) as head_seq from session s where s.id = c.session_id for update of s
  ) as l
),
session_new as (
  update session s set
    event_seq = s.event_seq + c.events, message_seq = s.message_seq + c.messages,
    head_seq = case when c.messages > 0 then s.message_seq + c.messages else s.head_seq end,
    message_count = s.message_count + c.messages, input_tokens = s.input_tokens + c.input_tokens,
    output_tokens = s.output_tokens + c.output_tokens, cost_micros = s.cost_micros + c.cost_micros,
    -- Finer than a second nobody looks, and a row whose indexed columns stay is changed without touching an index.
    updated_at = case when c.messages > 0 or s.updated_at < stamp.at - interval '1 second' then stamp.at else s.updated_at end
  from session_lock c, stamp
  where s.id = c.session_id
  returning s.id, s.event_seq - c.events as event_base, s.message_seq - c.messages as message_base, c.head_seq as branch_seq
)`;
}

/** Numbers are looked up in one object: joined, every event of a batch would be compared with every session of it. */
const eventParts = `event_bases as materialized (select jsonb_object_agg(id, event_base) as of_session from session_new),
event_numbered as materialized (
  select e.tenant_id, e.session_id, (b.of_session ->> e.session_id)::bigint + e.place as seq, e.run_id, e.type, e.payload, e.ord
  from event_bases b cross join event_in e where b.of_session ? e.session_id
),
event_rows as (
  insert into event (tenant_id, session_id, seq, run_id, type, payload, created_at)
  select tenant_id, session_id, seq, run_id, type, payload, stamp.at from event_numbered, stamp
)`;

const messagePart = `message_rows as (
  insert into message (id, tenant_id, session_id, seq, parent_seq, run_id, node_id, role, content, tool_calls, tool_call_id,
    input_tokens, output_tokens, cost_micros, created_at)
  select m.id, m.tenant_id, m.session_id, n.message_base + m.place,
    -- The first follows the message that the conversation showed last; that may be in the middle, where a branch begins.
    case when m.place = 1 then n.branch_seq else n.message_base + m.place - 1 end, m.run_id, m.node_id, m.role, m.content, m.tool_calls,
    m.tool_call_id, coalesce(m.input_tokens, 0), coalesce(m.output_tokens, 0), coalesce(m.cost_micros, 0), stamp.at
  from message_in m join session_new n on n.id = m.session_id, stamp
)`;

const intendedParts = `effect_in as (
  select f.tenant_id, f.run_id, i.*
  from ${rowsOf("intended", "i", `id text, key text, node_id text, request jsonb`)}
),
effect_known as materialized (
  select e.key, e.status, e.result from effect_in i
  cross join lateral (select * from effect e where e.tenant_id = i.tenant_id and e.key = i.key offset 0) as e
),
effect_rows as (
  insert into effect (id, tenant_id, run_id, node_id, key, status, request)
  select id, tenant_id, run_id, node_id, key, 'intended', request from effect_in
  on conflict (tenant_id, key) do update set status = 'intended', result = null, settled_at = null where effect.status = 'failed'
)`;

const settledPart = `effect_settled as (
  update effect e set status = o.status, result = o.result, settled_at = stamp.at
  from ${rowsOf("settled", "o", `key text, status text, result jsonb`)}
  cross join lateral (select id from effect where tenant_id = f.tenant_id and key = o.key offset 0) as known, stamp
  where e.id = known.id
)`;

function runParts(has: (set: RowSet) => boolean): string {
  const changes = has("runChanges")
    ? `left join jsonb_to_recordset($2::jsonb) as e(run_id text, epoch int, status text, result jsonb, error jsonb, rests_for_ms float8)
    on e.run_id = f.run_id and e.epoch = f.epoch`
    : `cross join (select null::text as run_id, null::text as status, null::jsonb as result, null::jsonb as error,
    null::float8 as rests_for_ms) as e`;
  const usage = has("usage")
    ? `(select run_id, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens, sum(cost_micros) as cost_micros
    from usage_rows group by run_id)`
    : "(select null::text as run_id, 0 as input_tokens, 0 as output_tokens, 0 as cost_micros)";
  return `run_change as (
  select f.run_id, e.status, e.result, e.error, e.rests_for_ms, coalesce(u.input_tokens, 0) as input_tokens,
    coalesce(u.output_tokens, 0) as output_tokens, coalesce(u.cost_micros, 0) as cost_micros
  from (select distinct run_id, epoch from fence) as f
  ${changes}
  left join ${usage} u on u.run_id = f.run_id
  where e.run_id is not null or u.run_id is not null
),
run_rows as (
  update run r set
    status = coalesce(c.status, r.status), result = coalesce(c.result, r.result), error = coalesce(c.error, r.error),
    ended_at = case when c.status is null then r.ended_at else stamp.at end, input_tokens = r.input_tokens + c.input_tokens,
    output_tokens = r.output_tokens + c.output_tokens, cost_micros = r.cost_micros + c.cost_micros,
    lease_until = greatest(r.lease_until, stamp.at + make_interval(secs => ${leaseSeconds} + coalesce(c.rests_for_ms, 0) / 1000))
  from run_change c, stamp
  where r.id = c.run_id
)`;
}
