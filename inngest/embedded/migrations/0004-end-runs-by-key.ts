/** Asks for each announcement by its name whether anybody waits for it, instead of gathering all that is waited for. */
export const endRunsByKey = (s: string) => `
-- Ends runs and all that waits for them: json rows of what \`EndRow\` says. They are locked in the order of their ids. Left out
-- are those that have ended before, or whose item, if one is named, is no longer held under its generation.
create or replace function ${s}.end_runs(p_ends json) returns void language plpgsql as $ends$
declare
  v_end record;
  v_fn text;
begin
  for v_end in
    select * from json_to_recordset(p_ends)
      as e(run_id text, status text, output text, error text, item_id text, gen bigint, announcements json)
    order by e.run_id
  loop
    update ${s}.run r
      set status = v_end.status, output = v_end.output, error = v_end.error, ended_at = clock_timestamp()
      where r.id = v_end.run_id and r.status = 'open'
        and (v_end.item_id is null or exists (select 1 from ${s}.queue q where q.id = v_end.item_id and q.gen = v_end.gen))
      returning r.fn into v_fn;
    continue when not found;
    delete from ${s}.queue q where q.run_id = v_end.run_id;
    delete from ${s}.pause p where p.run_id = v_end.run_id;
    insert into ${s}.queue (id, kind, fn, visible_at, payload)
      select a.id, 'event', v_fn, clock_timestamp(), a.payload
      from json_to_recordset(v_end.announcements) as a(id text, name text, needed boolean, payload text)
      where a.needed or (select true from ${s}.pause p where p.event = a.name limit 1);
  end loop;
end
$ends$;
`;
