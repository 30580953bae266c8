/** Which deliveries a workflow was sent before, and which ones repeat another. */
export const deduplication = `
create table delivery_key (
  workflow integer not null references workflow (seq),
  value text not null,
  -- Not a foreign key: checking would need one more index. A key whose delivery is gone counts for nothing.
  delivery integer not null,
  expires_at integer not null,
  primary key (workflow, value)
) strict, without rowid;
create index delivery_key_expiry on delivery_key (expires_at);

create table duplicate (
  delivery integer primary key references delivery (seq) on delete cascade,
  first_id text not null
) strict;

-- Duplicates have a ring of their own, so that a flood of forged requests pushes none of them out.
drop index delivery_refused;
create index delivery_refused on delivery (workflow, seq) where outcome <> 'accepted' and outcome <> 'duplicate';
`;
