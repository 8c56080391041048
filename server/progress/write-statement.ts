import { leaseSeconds } from "@/server/progress/lease";

/**
 * One statement, so one commit, for any amount of progress of any number of runs. Everything passes the fence: what is left
 * out are rows of a run that has ended or changed hands, and those of a node's attempt that has ended or that another execution
 * has begun again. Locks are taken in the order of ids (runs, then sessions), so that two processes writing the same sessions
 * can not wait for each other. Totals come from the ledger rows really inserted, which makes a repeated write harmless.
 *
 * Parameters: 1 targets, 2 node runs, 3 spans, 4 events, 5 messages, 6 usage, 7 artifacts, 8 run changes,
 * 9 intended effects, 10 settled effects (jsonb arrays), 11 the notification's payload.
 */
export const writeProgressSql = `
with stamp as materialized (select clock_timestamp() as at),
fence as materialized (
  select r.id as run_id, r.epoch, t.scope, r.tenant_id, r.session_id, r.owner_id, r.app_id, r.workflow_id
  from run r
  join jsonb_to_recordset($1::jsonb) as t(run_id text, epoch int, scope text, node_id text, attempt int, claim text, begins boolean)
    on t.run_id = r.id and t.epoch = r.epoch
  where r.status = 'running' and not exists (
    select 1 from node_run known
    where known.run_id = t.run_id and known.node_id = t.node_id and known.attempt = t.attempt
      and (known.status not in ('pending', 'running') or (known.claim is distinct from t.claim and not t.begins))
  )
  order by r.id
  for update of r
),
node_in as (
  select f.tenant_id, n.*
  from jsonb_to_recordset($2::jsonb) as n(id text, run_id text, epoch int, scope text, node_id text, kind text, title text, attempt int,
    status text, claim text, port text, input jsonb, output_text text, output_json jsonb, output_artifact_id text, error jsonb,
    input_tokens int, output_tokens int, cost_micros bigint, duration_ms float8)
  join fence f on f.run_id = n.run_id and f.epoch = n.epoch and f.scope = n.scope
),
node_rows as (
  insert into node_run as existing (id, tenant_id, run_id, node_id, kind, title, attempt, status, claim, port, input, output_text,
    output_json, output_artifact_id, error, input_tokens, output_tokens, cost_micros, started_at, ended_at)
  select id, tenant_id, run_id, node_id, kind, title, attempt, status, claim, port, input, output_text, output_json,
    output_artifact_id, error, coalesce(input_tokens, 0), coalesce(output_tokens, 0), coalesce(cost_micros, 0),
    case when status in ('pending', 'skipped') then null else stamp.at - make_interval(secs => coalesce(duration_ms, 0) / 1000) end,
    case when status in ('pending', 'running') then null else stamp.at end
  from node_in, stamp
  on conflict (run_id, node_id, attempt) do update set
    status = excluded.status, claim = coalesce(excluded.claim, existing.claim), port = excluded.port, input = coalesce(excluded.input, existing.input),
    output_text = excluded.output_text, output_json = excluded.output_json,
    output_artifact_id = excluded.output_artifact_id, error = excluded.error, input_tokens = excluded.input_tokens,
    output_tokens = excluded.output_tokens, cost_micros = excluded.cost_micros,
    started_at = coalesce(existing.started_at, excluded.started_at), ended_at = excluded.ended_at
  where existing.status in ('pending', 'running')
  returning run_id, node_id, attempt, (xmax = 0) as is_new
),
span_rows as (
  insert into span as existing (id, tenant_id, run_id, parent_id, node_id, attempt, kind, name, status, attributes, input,
    output, error, started_at, ended_at)
  select s.id, f.tenant_id, s.run_id, s.parent_id, s.node_id, coalesce(s.attempt, 1), s.kind, s.name, s.status,
    coalesce(s.attributes, '{}'::jsonb), s.input, s.output, s.error,
    to_timestamp(s.started_at_ms / 1000), to_timestamp(s.ended_at_ms / 1000)
  from jsonb_to_recordset($3::jsonb) as s(id text, run_id text, epoch int, scope text, parent_id text, node_id text, attempt int, kind text,
    name text, status text, attributes jsonb, input jsonb, output jsonb, error jsonb, started_at_ms float8, ended_at_ms float8)
  join fence f on f.run_id = s.run_id and f.epoch = s.epoch and f.scope = s.scope
  on conflict (id) do update set
    status = excluded.status, name = excluded.name, attributes = existing.attributes || excluded.attributes,
    input = coalesce(excluded.input, existing.input), output = excluded.output, error = excluded.error,
    ended_at = excluded.ended_at
  where existing.status = 'running'
),
artifact_rows as (
  insert into artifact (id, tenant_id, run_id, node_id, kind, name, mime, size_bytes, content)
  select a.id, f.tenant_id, a.run_id, a.node_id, a.kind, a.name, a.mime, octet_length(a.content), a.content
  from jsonb_to_recordset($7::jsonb) as a(id text, run_id text, epoch int, scope text, node_id text, kind text, name text, mime text, content text)
  join fence f on f.run_id = a.run_id and f.epoch = a.epoch and f.scope = a.scope
  on conflict (id) do nothing
),
usage_rows as (
  insert into usage_entry (id, tenant_id, owner_id, run_id, session_id, app_id, workflow_id, node_id, span_id, provider, model,
    input_tokens, cached_tokens, output_tokens, cost_micros, is_price_known, is_estimated, status, latency_ms, first_token_ms)
  select u.id, f.tenant_id, f.owner_id, u.run_id, f.session_id, f.app_id, f.workflow_id, u.node_id, u.span_id, u.provider, u.model,
    u.input_tokens, u.cached_tokens, u.output_tokens, u.cost_micros, u.is_price_known, u.is_estimated, u.status, u.latency_ms,
    u.first_token_ms
  from jsonb_to_recordset($6::jsonb) as u(id text, run_id text, epoch int, scope text, node_id text, span_id text, provider text, model text,
    input_tokens int, cached_tokens int, output_tokens int, cost_micros bigint, is_price_known boolean, is_estimated boolean,
    status text, latency_ms int, first_token_ms int)
  join fence f on f.run_id = u.run_id and f.epoch = u.epoch and f.scope = u.scope
  on conflict (id) do nothing
  returning run_id, session_id, input_tokens, output_tokens, cost_micros
),
event_in as (
  select f.tenant_id, f.session_id, e.run_id, e.type, e.payload, e.ord,
    row_number() over (partition by f.session_id order by e.ord) as place
  from jsonb_to_recordset($4::jsonb) as e(run_id text, epoch int, scope text, type text, payload jsonb, ord int)
  join fence f on f.run_id = e.run_id and f.epoch = e.epoch and f.scope = e.scope
  -- An attempt that a killed process had begun is begun again, but said to begin once, and to end once.
  where e.type not in ('node.started', 'node.finished') or not exists (
    select 1 from node_run known
    where known.run_id = e.run_id and known.node_id = e.payload->>'nodeId' and known.attempt = (e.payload->>'attempt')::int
      and (e.type = 'node.started' or known.status not in ('pending', 'running'))
  )
),
message_in as (
  select f.tenant_id, f.session_id, m.*, row_number() over (partition by f.session_id order by m.ord) as place
  from jsonb_to_recordset($5::jsonb) as m(id text, run_id text, epoch int, scope text, role text, content text, node_id text, tool_calls jsonb,
    tool_call_id text, input_tokens int, output_tokens int, cost_micros bigint, ord int)
  join fence f on f.run_id = m.run_id and f.epoch = m.epoch and f.scope = m.scope
  where not exists (select 1 from message known where known.id = m.id)
),
session_change as (
  select session_id, sum(events) as events, sum(messages) as messages, sum(input_tokens) as input_tokens,
    sum(output_tokens) as output_tokens, sum(cost_micros) as cost_micros
  from (
    select session_id, 1 as events, 0 as messages, 0::bigint as input_tokens, 0::bigint as output_tokens, 0::bigint as cost_micros from event_in
    union all select session_id, 0, 1, 0, 0, 0 from message_in
    union all select session_id, 0, 0, input_tokens, output_tokens, cost_micros from usage_rows
  ) as changes
  group by session_id
),
session_lock as materialized (
  select s.id, nullif(s.head_seq, 0) as head_seq from session s
  where s.id in (select session_id from session_change) order by s.id for update of s
),
session_new as (
  update session s set
    event_seq = s.event_seq + c.events, message_seq = s.message_seq + c.messages,
    head_seq = case when c.messages > 0 then s.message_seq + c.messages else s.head_seq end,
    message_count = s.message_count + c.messages, input_tokens = s.input_tokens + c.input_tokens,
    output_tokens = s.output_tokens + c.output_tokens, cost_micros = s.cost_micros + c.cost_micros, updated_at = stamp.at
  from session_change c join session_lock l on l.id = c.session_id, stamp
  where s.id = c.session_id
  returning s.id, s.event_seq - c.events as event_base, s.message_seq - c.messages as message_base, l.head_seq as branch_seq
),
event_numbered as materialized (
  select e.tenant_id, e.session_id, n.event_base + e.place as seq, e.run_id, e.type, e.payload, e.ord
  from event_in e join session_new n on n.id = e.session_id
),
event_rows as (
  insert into event (tenant_id, session_id, seq, run_id, type, payload, created_at)
  select tenant_id, session_id, seq, run_id, type, payload, stamp.at from event_numbered, stamp
),
message_rows as (
  insert into message (id, tenant_id, session_id, seq, parent_seq, run_id, node_id, role, content, tool_calls, tool_call_id,
    input_tokens, output_tokens, cost_micros, created_at)
  select m.id, m.tenant_id, m.session_id, n.message_base + m.place,
    -- The first follows the message that the conversation showed last; that may be in the middle, where a branch begins.
    case when m.place = 1 then n.branch_seq else n.message_base + m.place - 1 end, m.run_id, m.node_id, m.role, m.content, m.tool_calls,
    m.tool_call_id, coalesce(m.input_tokens, 0), coalesce(m.output_tokens, 0), coalesce(m.cost_micros, 0), stamp.at
  from message_in m join session_new n on n.id = m.session_id, stamp
),
effect_in as (
  select f.tenant_id, i.*
  from jsonb_to_recordset($9::jsonb) as i(id text, run_id text, epoch int, scope text, key text, node_id text, request jsonb)
  join fence f on f.run_id = i.run_id and f.epoch = i.epoch and f.scope = i.scope
),
effect_known as materialized (
  select e.key, e.status, e.result from effect e join effect_in i on i.tenant_id = e.tenant_id and i.key = e.key
),
effect_rows as (
  insert into effect (id, tenant_id, run_id, node_id, key, status, request)
  select id, tenant_id, run_id, node_id, key, 'intended', request from effect_in
  on conflict (tenant_id, key) do update set status = 'intended', result = null, settled_at = null where effect.status = 'failed'
),
effect_settled as (
  update effect e set status = o.status, result = o.result, settled_at = stamp.at
  from jsonb_to_recordset($10::jsonb) as o(run_id text, epoch int, scope text, key text, status text, result jsonb)
  join fence f on f.run_id = o.run_id and f.epoch = o.epoch and f.scope = o.scope, stamp
  where e.tenant_id = f.tenant_id and e.key = o.key
),
run_change as (
  select f.run_id, e.status, e.result, e.error, e.rests_for_ms, coalesce(u.input_tokens, 0) as input_tokens,
    coalesce(u.output_tokens, 0) as output_tokens, coalesce(u.cost_micros, 0) as cost_micros
  from (select distinct run_id, epoch from fence) as f
  left join jsonb_to_recordset($8::jsonb) as e(run_id text, epoch int, status text, result jsonb, error jsonb, rests_for_ms float8)
    on e.run_id = f.run_id and e.epoch = f.epoch
  left join (select run_id, sum(input_tokens) as input_tokens, sum(output_tokens) as output_tokens, sum(cost_micros) as cost_micros
    from usage_rows group by run_id) u on u.run_id = f.run_id
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
)
select
  (select at from stamp) as at,
  (select coalesce(jsonb_agg(run_id || ':' || epoch || ':' || scope), '[]'::jsonb) from fence) as admitted,
  (select coalesce(jsonb_agg(jsonb_build_array(ord, seq)), '[]'::jsonb) from event_numbered) as events,
  (select coalesce(jsonb_agg(run_id || ':' || node_id || ':' || attempt), '[]'::jsonb) from node_rows where not is_new) as repeated,
  (select coalesce(jsonb_agg(known.run_id || ':' || known.node_id || ':' || known.attempt), '[]'::jsonb)
    from node_in n join node_run known on known.run_id = n.run_id and known.node_id = n.node_id and known.attempt = n.attempt
    where known.status not in ('pending', 'running')) as ended,
  (select coalesce(jsonb_agg(to_jsonb(effect_known)), '[]'::jsonb) from effect_known) as effects,
  pg_notify('signalbox_event', $11::text)
`;
