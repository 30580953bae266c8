/**
 * A key is written with its delivery, where it costs nothing, and goes to `delivery_key` later, with many others in the
 * order of that table: its place there is anywhere, and a page of its own to write for each webhook.
 */
export const recentDeliveryKeys = `
alter table delivery add column key text;
alter table delivery add column key_expires_at integer;

-- Keys of deliveries up to this one stand in delivery_key.
create table delivery_key_progress (
  filed_up_to integer not null
) strict;
insert into delivery_key_progress (filed_up_to) select coalesce(max(seq), 0) from delivery;
`;
