/**
 * Everything has a `seq` for references and indexes, a fifth of the size of the text ids that the world sees; SQLite
 * keeps it as the last column of every index, so each list is in a total order. Texts that can be long, and the body,
 * stand in the last columns, so that reading the others does not walk their pages.
 */
export const first = `
create table workflow (
  seq integer primary key,
  id text not null unique,
  name text not null,
  slug text not null,
  paused integer not null default 0,
  published_version integer,
  published_revision integer,
  created_at integer not null,
  updated_at integer not null,
  -- Set while its history is being removed; every read treats it as gone.
  deleted_at integer
) strict;
create unique index workflow_slug on workflow (slug) where deleted_at is null;
create index workflow_deleted on workflow (deleted_at) where deleted_at is not null;

create table draft (
  workflow integer primary key references workflow (seq),
  revision integer not null,
  updated_at integer not null,
  graph_id text not null,
  graph text not null
) strict;

-- A graph that a version or an execution runs, once per workflow; id is the SHA-256 of its JSON text.
create table graph (
  seq integer primary key,
  workflow integer not null references workflow (seq),
  id text not null,
  node_count integer not null,
  json text not null,
  unique (workflow, id)
) strict;

create table version (
  workflow integer not null references workflow (seq),
  version integer not null,
  graph integer not null,
  published_at integer not null,
  primary key (workflow, version)
) strict, without rowid;

create table delivery (
  seq integer primary key,
  id text not null unique,
  workflow integer not null references workflow (seq),
  outcome text not null,
  status integer not null,
  reason text,
  method text not null,
  content_type text,
  remote_address text not null,
  preset text not null,
  secret text,
  test integer not null,
  received_at integer not null,
  -- Of the body as it came; of refused ones only the start is kept.
  size_bytes integer not null,
  path text not null,
  query text not null,
  headers text not null,
  body blob not null
) strict;
-- The two lists. A list over several outcomes merges one range of the index for each.
create index delivery_outcome on delivery (outcome, received_at);
create index delivery_workflow_outcome on delivery (workflow, outcome, received_at);
-- The ring of refused ones.
create index delivery_refused on delivery (workflow, seq) where outcome <> 'accepted';

create table execution (
  seq integer primary key,
  id text not null unique,
  workflow integer not null references workflow (seq),
  delivery integer not null references delivery (seq),
  -- Not a foreign key: graphs go only after all executions of their workflow, and checking would need one more index.
  graph integer not null,
  version integer,
  origin text not null,
  origin_of text,
  origin_node text,
  until_node text,
  status text not null,
  owner text,
  epoch integer not null,
  recoveries integer not null default 0,
  cancel_requested integer not null default 0,
  created_at integer not null,
  started_at integer,
  finished_at integer,
  error text
) strict;
-- The two lists, the counts of what is unfinished and the search for what dead owners left. As for deliveries, a list
-- over several statuses merges their ranges.
create index execution_status on execution (status, created_at);
create index execution_workflow_status on execution (workflow, status, created_at);
create index execution_delivery on execution (delivery);
-- The queue: a paused workflow is left out without walking what waits in it. Executions that start at once never enter.
create index execution_queue on execution (workflow, origin, created_at) where status = 'queued';
create index execution_cancel on execution (owner) where cancel_requested = 1;

-- Steps written while the execution runs: those with side effects, and those that a replay took over.
create table step (
  seq integer primary key,
  execution integer not null references execution (seq),
  node_id text not null,
  record text not null,
  contents text not null,
  unique (execution, node_id)
) strict;

-- All that was written only with the end, in one row: the output and the steps without side effects.
create table execution_end (
  execution integer primary key references execution (seq),
  record text not null,
  contents text not null
) strict;

-- Finished executions by hour, so that the list of workflows counts nothing.
create table workflow_hour (
  workflow integer not null references workflow (seq),
  hour integer not null,
  succeeded integer not null,
  failed integer not null,
  primary key (workflow, hour)
) strict, without rowid;

create table instance (
  id text primary key,
  beat_at integer not null
) strict, without rowid;

create table secret (
  name text primary key,
  sealed blob not null,
  created_at integer not null,
  updated_at integer not null
) strict;

create table session (
  token_hash blob primary key,
  expires_at integer not null
) strict, without rowid;
create index session_expiry on session (expires_at);

-- Grow in the same transaction as what they speak of, so that other processes notice.
create table change_count (
  topic text primary key,
  count integer not null
) strict, without rowid;
insert into change_count (topic, count) values ('routes', 0), ('secrets', 0);
`;
