/** Limits of a workflow's history by size. */
export const sizeLimits = `
alter table retention add column succeeded_megabytes real;
alter table retention add column failed_megabytes real;
`;
