/** How long history is kept, and what outlives it. Nothing here is written for a webhook. */
export const retention = `
-- What a workflow says for itself; null stands for what the instance says.
create table retention (
  workflow integer primary key references workflow (seq) on delete cascade,
  succeeded_days integer,
  succeeded_count integer,
  failed_days integer,
  failed_count integer
) strict;

-- The time by which ages are counted; it follows the clock only slowly. One row at the most.
create table retention_time (
  at integer not null
) strict;

-- What a key that has not expired refers to, once its delivery was removed.
create table forgotten_delivery (
  seq integer not null,
  key text not null,
  workflow integer not null,
  id text not null,
  status integer not null,
  received_at integer not null,
  size_bytes integer not null,
  key_expires_at integer not null,
  execution_id text,
  -- SHA-256.
  body_hash blob not null,
  -- Both, since the number may have been given away again.
  primary key (seq, key)
) strict, without rowid;
create index forgotten_delivery_expiry on forgotten_delivery (key_expires_at);
create index forgotten_delivery_workflow on forgotten_delivery (workflow);

-- Keys that are older than the column in which they now stand: a number alone does not say whose it is.
update delivery set key = k.value, key_expires_at = r.expires_at
from filed_key k join filed_round r on r.round = k.round
where delivery.seq = k.delivery and delivery.workflow = k.workflow and delivery.key is null
  and delivery.outcome = 'accepted';
`;
