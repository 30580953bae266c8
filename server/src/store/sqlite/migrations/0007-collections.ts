/**
 * Named records. A collection is there as long as it holds one; its count is kept beside it, so that listing collections
 * counts nothing. Keys are ordered by their UTF-8 bytes, which is the order of code points.
 */
export const collections = `
create table collection (
  seq integer primary key,
  name text not null unique,
  records integer not null,
  updated_at integer not null
) strict;

create table collection_record (
  seq integer primary key,
  collection integer not null references collection (seq),
  key text not null,
  revision integer not null,
  created_at integer not null,
  updated_at integer not null,
  value text not null,
  -- Look-up by key, ranges of keys, and pages.
  unique (collection, key)
) strict;

-- What steps of unfinished executions changed, so that a step that is run again after a crash does nothing twice.
create table applied_change (
  step text primary key,
  execution integer not null references execution (seq) on delete cascade,
  outcome text not null
) strict;
create index applied_change_execution on applied_change (execution);

-- However an execution ends, nobody asks for its changes any more.
create trigger applied_change_forget after update of status on execution
when new.status not in ('queued', 'running', 'waiting', 'parked')
begin
  delete from applied_change where execution = new.seq;
end;
`;
