/**
 * Executions with the same key run one after the other. `held` is 1 as long as an earlier one has not ended, so that the
 * queue holds only what could start and finding it costs the same however many wait behind one key.
 */
export const order = `
alter table execution add column order_key text;
alter table execution add column held integer not null default 0;

drop index execution_queue;
create index execution_queue on execution (workflow, origin, created_at) where status = 'queued' and held = 0;
create index execution_order on execution (workflow, order_key, seq)
  where order_key is not null and status in ('queued', 'running', 'waiting');

create trigger execution_order_next after update of status on execution
when new.order_key is not null and new.status not in ('queued', 'running', 'waiting')
begin
  update execution set held = 0
  where held = 1 and seq = (
    select seq from execution
    where workflow = new.workflow and order_key = new.order_key and status in ('queued', 'running', 'waiting')
    order by seq limit 1);
end;
`;
