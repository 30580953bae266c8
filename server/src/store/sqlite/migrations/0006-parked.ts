/**
 * An execution of which every branch only waits is `parked`: `waiting` to the world, owned by nobody, and in no process's
 * memory. It has a status of its own here so that neither what counts running executions nor what looks for a dead
 * owner's ever walks the parked ones, of which there may be any number.
 */
export const parked = `
-- When a parked one is to go on by itself; null where only a signal does that.
alter table execution add column wake_at integer;
create index execution_wake on execution (wake_at) where wake_at is not null;

-- What was sent to the resume URL of a node that waits, or will. Kept with its execution, so that each is used once.
create table resume_signal (
  execution integer not null references execution (seq) on delete cascade,
  node_id text not null,
  received_at integer not null,
  output text not null,
  primary key (execution, node_id)
) strict, without rowid;

drop trigger execution_order_next;
drop index execution_order;
create index execution_order on execution (workflow, order_key, seq)
  where order_key is not null and status in ('queued', 'running', 'waiting', 'parked');
create trigger execution_order_next after update of status on execution
when new.order_key is not null and new.status not in ('queued', 'running', 'waiting', 'parked')
begin
  update execution set held = 0
  where held = 1 and seq = (
    select seq from execution
    where workflow = new.workflow and order_key = new.order_key
      and status in ('queued', 'running', 'waiting', 'parked')
    order by seq limit 1);
end;
`;
