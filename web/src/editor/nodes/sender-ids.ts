import type { EventId } from '@millrace/shared/intake/define-preset';
import { presets } from '@millrace/shared/intake/index';

const placeOf = (id: EventId): string => {
  switch (id.kind) {
    case 'header':
      return `the header ${id.name}`;
    case 'path':
      return `${id.path} in the body`;
    case 'all':
      return id.of.map(placeOf).join(' together with ');
  }
};

/** Says by what a sender's events are told apart: a sentence or two for the person who chose the sender. */
export function senderIdsOf(verification: unknown): string {
  const places = presets.flatMap(({ config, eventIds, label }) => {
    const chosen = config.safeParse(verification);
    if (!chosen.success) return [];
    // Each preset reads only what its own config let through.
    const ids = eventIds?.(chosen.data as never) ?? [];
    return [{ label, ids }];
  });
  const [sender] = places;
  if (sender === undefined || sender.ids.length === 0) {
    return 'This sender is not known to give its events an id, so that each request counts as new. Choose a header, a field of the body, or the whole body to tell events apart.';
  }
  const [first = '', ...others] = sender.ids.map(placeOf);
  const place = others.length === 0 ? first : `${first}, or else ${others.join(' or ')}`;
  return `Events of ${sender.label} are told apart by ${place}. A repetition is kept and answered like the first one, and not run.`;
}
