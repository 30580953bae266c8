/**
 * How often in a row the process died while the execution ran, without one more step having ended. Beside `recoveries`,
 * which counts every death: a long execution may outlive many of them and be the cause of none.
 */
export const stalls = `
alter table execution add column stalls integer not null default 0;
-- Those that are suspected of being the cause.
create index execution_suspect on execution (status, created_at) where stalls > 1;
`;
