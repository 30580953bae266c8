/** Limits by size, and what they are held against: a sum for each workflow, so that no round of retention measures anew. */
export const keptSize = `
alter table retention add column succeeded_megabytes real;
alter table retention add column failed_megabytes real;

-- Bytes of executions that ended: the bodies they ran on, and their steps. Grows with each end, shrinks with each removal.
create table kept_size (
  workflow integer primary key references workflow (seq) on delete cascade,
  succeeded integer not null,
  failed integer not null
) strict;

insert into kept_size (workflow, succeeded, failed)
select workflow, sum(iif(succeeded, bytes, 0)), sum(iif(succeeded, 0, bytes))
from (
  select e.workflow, e.status in ('succeeded', 'filtered') as succeeded,
         octet_length(x.record) + octet_length(x.contents)
           + coalesce((select sum(octet_length(record) + octet_length(contents)) from step where execution = e.seq), 0)
           + (select octet_length(body) from delivery where seq = e.delivery) as bytes
  from execution_end x join execution e on e.seq = x.execution)
group by workflow;
`;
