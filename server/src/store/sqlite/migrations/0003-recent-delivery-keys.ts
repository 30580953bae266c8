/**
 * A key is written with its delivery, where it costs nothing. For look-up it goes to a table later, with many others and
 * in that table's order: alone, its place there is anywhere, and each webhook writes a page of its own.
 */
export const recentDeliveryKeys = `
alter table delivery add column key text;
alter table delivery add column key_expires_at integer;

-- Keys by the rounds in which they were filed. A round is written once, from its beginning to its end, and removed when
-- the last of its keys expired.
create table filed_key (
  round integer not null,
  workflow integer not null,
  value text not null,
  -- Not a foreign key: checking would need one more index. A key whose delivery is gone counts for nothing.
  delivery integer not null,
  primary key (round, workflow, value)
) strict, without rowid;

-- Rounds that are complete.
create table filed_round (
  round integer primary key,
  -- Of the last of its keys.
  expires_at integer not null
) strict;

-- Keys of deliveries up to this one are filed.
create table filed_progress (
  filed_up_to integer not null
) strict;

insert into filed_progress (filed_up_to) select coalesce(max(seq), 0) from delivery;
insert into filed_key (round, workflow, value, delivery) select 1, workflow, value, delivery from delivery_key;
insert into filed_round (round, expires_at) select 1, max(expires_at) from delivery_key having count(*) > 0;
drop table delivery_key;
`;
