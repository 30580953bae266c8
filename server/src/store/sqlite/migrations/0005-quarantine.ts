/** What is quarantined was acknowledged, so that it does not go with what was refused. */
export const quarantine = `
drop index delivery_refused;
create index delivery_refused on delivery (workflow, seq)
  where outcome <> 'accepted' and outcome <> 'duplicate' and outcome <> 'quarantined';
`;
