/** What flow control keeps: turns per key, events that are being gathered, singletons, and when a run began. */
export const flowControl = (s: string) => `
alter table ${s}.run add column singleton text, add column started_at timestamptz;
create unique index run_singleton on ${s}.run (singleton) where singleton is not null and status = 'open';

-- A debounce or batch item gathers events in its payload: JSON objects with commas between. It may not wait past deadline.
alter table ${s}.queue drop constraint queue_kind_check;
alter table ${s}.queue add constraint queue_kind_check
  check (kind in ('step', 'sleep', 'timeout', 'event', 'cron', 'debounce', 'batch', 'cancel'));
alter table ${s}.queue add column deadline timestamptz, add column gathered int;

-- One row per key of a rate limit or throttle: when its next turn would be if turns were spaced evenly.
create table ${s}.turn (key text primary key, next_at timestamptz not null);
create index turn_next on ${s}.turn (next_at);

-- Takes a turn under a key. Turns come every p_interval_ms; p_burst of them may be taken at once after a pause.
-- Returns the milliseconds to wait for the turn, or null, without taking it, when the caller does not wait.
create function ${s}.take_turn(p_key text, p_interval_ms double precision, p_burst int, p_waits boolean)
returns double precision language plpgsql as $turn$
declare
  v_interval interval := p_interval_ms * interval '1 millisecond';
  v_now timestamptz := clock_timestamp();
  v_next timestamptz;
  v_start timestamptz;
begin
  insert into ${s}.turn as t (key, next_at) values (p_key, v_now)
  on conflict (key) do update set next_at = greatest(t.next_at, v_now) returning t.next_at into v_next;
  v_start := greatest(v_now, v_next - (p_burst - 1) * v_interval);
  if v_start > v_now and not p_waits then return null; end if;
  update ${s}.turn t set next_at = v_next + v_interval where t.key = p_key;
  return extract(epoch from v_start - v_now) * 1000;
end
$turn$;
`;
