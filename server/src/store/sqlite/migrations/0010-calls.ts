/**
 * A step that waits for the workflow it called is signalled by whatever ends that one's execution, in the same
 * transaction. `origin_node` is the step's key; without one, nobody waits.
 */
const signal = (row: 'new' | 'old', status: string): string => `
  insert into resume_signal (execution, node_id, received_at, output)
    select seq, ${row}.origin_node, coalesce(${row}.finished_at, ${row}.created_at),
           json_object('executionId', ${row}.id, 'status', ${status})
    from execution where id = ${row}.origin_of and status in ('queued', 'running', 'waiting', 'parked')
    on conflict do nothing;
  update execution set status = 'queued', wake_at = null where id = ${row}.origin_of and status = 'parked';`;

export const calls = `
create trigger execution_call_ended after update of status on execution
when new.origin = 'call' and new.origin_node is not null
  and new.status in ('succeeded', 'filtered', 'failed', 'cancelled')
begin${signal('new', 'new.status')}
end;

-- Its workflow was deleted.
create trigger execution_call_gone before delete on execution
when old.origin = 'call' and old.origin_node is not null
  and old.status in ('queued', 'running', 'waiting', 'parked')
begin${signal('old', "'gone'")}
end;
`;
