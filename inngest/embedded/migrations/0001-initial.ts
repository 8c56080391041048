/**
 * The engine's tables. Outputs and events are text, not jsonb: jsonb refuses `\u0000` and would not give back the exact
 * JSON. There are no foreign keys: rows of a run are written and deleted together, and the hot path should not pay for them.
 */
export const initial = (s: string) => `
create table ${s}.event (
  id text primary key,
  name text not null,
  payload text not null,
  received_at timestamptz not null default clock_timestamp()
);
create index event_received on ${s}.event (received_at);

create table ${s}.run (
  id text primary key,
  fn text not null,
  status text not null default 'open' check (status in ('open', 'completed', 'failed', 'cancelled')),
  idem text,
  event_id text not null,
  events text not null,
  corr text,
  version smallint not null default 2,
  ckeys text[],
  climits int[],
  output text,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz
);
create unique index run_idem on ${s}.run (fn, idem) where idem is not null;
create index run_ended on ${s}.run (ended_at) where ended_at is not null;

-- A step is pending while it has no seq; seq is the order in which steps were completed.
create sequence ${s}.step_seq;
create table ${s}.step (
  run_id text not null,
  id text not null,
  op text not null,
  name text,
  race boolean not null default false,
  memo text,
  seq bigint,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (run_id, id)
);
create index step_pending on ${s}.step (run_id) where seq is null;

-- Work to do. visible_at is when it is due, or, while a worker holds it, when its lease ends. gen is new at every claim:
-- whoever writes for an item names the gen it was given, so a worker that lost the item cannot write any more.
create sequence ${s}.generation;
create table ${s}.queue (
  id text primary key,
  kind text not null check (kind in ('step', 'sleep', 'timeout', 'event', 'cron')),
  fn text not null,
  run_id text,
  step_id text,
  attempt int not null default 0,
  visible_at timestamptz not null,
  gen bigint not null default 0,
  worker int,
  again boolean not null default false,
  payload text,
  ckeys text[],
  climits int[]
) with (fillfactor = 60);
create index queue_due on ${s}.queue (visible_at) where ckeys is null;
create index queue_due_limited on ${s}.queue (visible_at) where ckeys is not null;
create index queue_run on ${s}.queue (run_id) where run_id is not null;
create index queue_held on ${s}.queue (worker) where worker is not null;

create table ${s}.pause (
  id text primary key,
  kind text not null check (kind in ('event', 'invoke', 'signal', 'cancel')),
  run_id text not null,
  step_id text,
  event text,
  expr text,
  match_path text,
  match_value text,
  corr text unique,
  signal text unique,
  expires_at timestamptz not null
);
create index pause_event on ${s}.pause (event, match_path, match_value) where event is not null;
create index pause_run on ${s}.pause (run_id);

-- Takes due items for a worker. Items without concurrency keys need no lock beyond their rows; the others are taken one
-- claimer at a time, because the count of what is running must not change in between.
create function ${s}.claim(p_worker int, p_limit int, p_lease_ms int)
returns table (
  id text, kind text, fn text, run_id text, step_id text, attempt int, gen text, payload text, was_lost boolean,
  events text, version smallint, corr text
) language plpgsql as $claim$
#variable_conflict use_column
declare
  v_now timestamptz := clock_timestamp();
  v_lease_end timestamptz := v_now + p_lease_ms * interval '1 millisecond';
  v_ids text[];
  v_lost text[];
  v_item record;
begin
  with due as (
    select q.id, q.worker is not null as lost from ${s}.queue q
    where q.visible_at <= v_now and q.ckeys is null
    order by q.visible_at limit p_limit for update skip locked
  ), taken as (
    update ${s}.queue q
    set worker = p_worker, gen = nextval('${s}.generation'), visible_at = v_lease_end, attempt = q.attempt + due.lost::int
    from due where q.id = due.id
    returning q.id, due.lost
  )
  select coalesce(array_agg(t.id), '{}'), coalesce(array_agg(t.id) filter (where t.lost), '{}') into v_ids, v_lost from taken t;
  if cardinality(v_ids) < p_limit and exists (select 1 from ${s}.queue q where q.visible_at <= v_now and q.ckeys is not null) then
    perform pg_advisory_xact_lock(hashtext('${s}.claim'));
    for v_item in
      select q.id, q.ckeys, q.climits, q.worker is not null as lost from ${s}.queue q
      where q.visible_at <= v_now and q.ckeys is not null and not ${s}.is_at_limit(q.ckeys, q.climits)
      order by q.visible_at for update skip locked
    loop
      exit when cardinality(v_ids) >= p_limit;
      continue when ${s}.is_at_limit(v_item.ckeys, v_item.climits);
      update ${s}.queue q
      set worker = p_worker, gen = nextval('${s}.generation'), visible_at = v_lease_end, attempt = q.attempt + v_item.lost::int
      where q.id = v_item.id;
      v_ids := v_ids || v_item.id;
      if v_item.lost then v_lost := v_lost || v_item.id; end if;
    end loop;
  end if;
  return query
    select q.id, q.kind, q.fn, q.run_id, q.step_id, q.attempt, q.gen::text, q.payload, q.id = any(v_lost),
      r.events, r.version, r.corr
    from ${s}.queue q left join ${s}.run r on r.id = q.run_id
    where q.id = any(v_ids) order by q.visible_at;
end
$claim$;

-- Whether as many items as one of the keys allows are running now.
create function ${s}.is_at_limit(p_keys text[], p_limits int[]) returns boolean language sql volatile as $limit$
  select exists (
    select 1 from unnest(p_keys, p_limits) as k(key, lim)
    where k.lim <= (
      select count(*) from ${s}.queue q
      where q.worker is not null and q.visible_at > clock_timestamp() and q.ckeys @> array[k.key]
    )
  )
$limit$;

-- What follows when the work of an item is done, under the lock of its run. The item goes on as the run's next call under
-- the same lease when one is due (p_due, or no step of the run is pending), and is deleted otherwise. A run has at most one
-- discovery item, whose id is the run's.
-- Returns the new generation when the item goes on, 0 when it is gone.
create function ${s}.advance(p_item text, p_run text, p_due boolean) returns bigint language plpgsql as $advance$
declare
  v_gen bigint;
  v_kind text;
  v_again boolean;
  v_fn text;
  v_keys text[];
  v_limits int[];
begin
  select q.kind, q.again into v_kind, v_again from ${s}.queue q where q.id = p_item;
  if not (p_due or v_again or not exists (select 1 from ${s}.step st where st.run_id = p_run and st.seq is null)) then
    delete from ${s}.queue q where q.id = p_item;
    return 0;
  end if;
  select r.fn, r.ckeys, r.climits into v_fn, v_keys, v_limits from ${s}.run r where r.id = p_run;
  if p_item <> p_run then
    update ${s}.queue q set again = q.worker is not null where q.id = p_run;
    if found then
      delete from ${s}.queue q where q.id = p_item;
      return 0;
    end if;
  end if;
  if v_kind <> 'step' and v_keys is not null then
    -- A timer held no place under the run's concurrency limits: its next call has to be claimed.
    delete from ${s}.queue q where q.id = p_item;
    insert into ${s}.queue (id, kind, fn, run_id, visible_at, ckeys, climits)
    values (p_run, 'step', v_fn, p_run, clock_timestamp(), v_keys, v_limits);
    return 0;
  end if;
  update ${s}.queue q
  set id = p_run, kind = 'step', step_id = null, attempt = 0, again = false, gen = nextval('${s}.generation')
  where q.id = p_item returning q.gen into v_gen;
  return v_gen;
end
$advance$;

-- Stores the result of one step for the item that ran it, and moves the item on. Null when the item is no longer ours.
create function ${s}.finish_step(p_item text, p_gen bigint, p_run text, p_step text, p_op text, p_name text, p_memo text)
returns bigint language plpgsql as $finish$
declare
  v_version smallint;
  v_race boolean;
begin
  select r.version into v_version from ${s}.run r where r.id = p_run and r.status = 'open' for update;
  if not found then return null; end if;
  perform 1 from ${s}.queue q where q.id = p_item and q.gen = p_gen for update;
  if not found then return null; end if;
  insert into ${s}.step as st (run_id, id, op, name, memo, seq, ended_at)
  values (p_run, p_step, p_op, p_name, p_memo, nextval('${s}.step_seq'), clock_timestamp())
  on conflict (run_id, id) do update
    set memo = excluded.memo, seq = excluded.seq, ended_at = excluded.ended_at where st.seq is null
  returning st.race into v_race;
  return ${s}.advance(p_item, p_run, coalesce(v_race, false) or v_version = 1);
end
$finish$;
`;
