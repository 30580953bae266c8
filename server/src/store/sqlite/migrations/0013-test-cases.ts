/**
 * Executions that are kept as tests. Nothing here refers to the history, which retention removes. `kept` is the JSON text
 * of the execution and of the delivery without its body, `expected` that of what it came to.
 */
export const testCases = `
alter table workflow add column require_tests integer not null default 0;

create table test_case (
  seq integer primary key,
  id text not null unique,
  workflow integer not null references workflow (seq),
  name text not null,
  execution_id text not null,
  method text not null,
  path text not null,
  received_at integer not null,
  expected_status text not null,
  ignored text not null,
  created_at integer not null,
  expected text not null,
  kept text not null,
  body blob not null
) strict;
create index test_case_workflow on test_case (workflow);
`;
