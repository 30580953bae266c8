/**
 * What is done about a failure. `origin_effects` and `attempt` tell more about an execution that runs a delivery again;
 * `handles_failure` is 1 for whatever came of another's failure, so that its own is handed over to nobody; `unresolved`
 * is 1 for a failure that nobody dealt with, and 2 for one that a person dismissed.
 */
export const failures = `
alter table execution add column origin_effects text;
alter table execution add column attempt integer not null default 1;
alter table execution add column handles_failure integer not null default 0;
alter table execution add column unresolved integer not null default 0;
-- Set while it is held back for a time; until then it is \`held\`.
alter table execution add column not_before integer;

-- What came of an execution: replays, retries, and what handled its failure.
create index execution_origin_of on execution (origin_of) where origin_of is not null;
create index execution_unresolved on execution (created_at) where unresolved = 1;
create index execution_workflow_unresolved on execution (workflow, created_at) where unresolved = 1;
create index execution_not_before on execution (not_before) where not_before is not null and status = 'queued';

drop trigger execution_order_next;
create trigger execution_order_next after update of status on execution
when new.order_key is not null and new.status not in ('queued', 'running', 'waiting', 'parked')
begin
  update execution set held = 0
  where held = 1 and not_before is null and seq = (
    select seq from execution
    where workflow = new.workflow and order_key = new.order_key
      and status in ('queued', 'running', 'waiting', 'parked')
    order by seq limit 1);
end;
`;
