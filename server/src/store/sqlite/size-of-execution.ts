/** In a statement: the bytes of an execution `e` that ended, with its end `x`: the body that it ran on, and its steps. */
export const SIZE_OF_EXECUTION = `
  octet_length(x.record) + octet_length(x.contents)
    + coalesce((select sum(octet_length(record) + octet_length(contents)) from step where execution = e.seq), 0)
    + (select octet_length(body) from delivery where seq = e.delivery)`;
