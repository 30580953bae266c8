/** Whether every word of the query stands somewhere in the label. */
export const matchesWords = (label: string, query: string): boolean =>
  query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word));
