import type { EventId, VerificationPreset } from '@millrace/shared/intake/define-preset';
import { presetOf } from '@millrace/shared/intake/index';

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

const nameOf = (verification: unknown): string =>
  typeof verification === 'object' && verification !== null && 'preset' in verification
    ? String(verification.preset)
    : 'none';

interface SenderIds {
  /** False where each request counts as new. */
  readonly known: boolean;
  /** A sentence or two for the person who chose the sender. */
  readonly words: string;
}

/** By what a sender's events are told apart. */
export function senderIdsOf(verification: unknown): SenderIds {
  const sender: VerificationPreset | undefined = presetOf(nameOf(verification));
  const chosen = sender?.config.safeParse(verification);
  // Most need nothing of their config for it, so that they can tell while it is not complete.
  if (chosen?.success === false && sender?.eventIds !== undefined && sender.eventIds.length > 0) {
    return { known: true, words: 'By what its events are told apart stands here once the verification is complete.' };
  }
  const ids = sender?.eventIds?.(chosen?.data) ?? [];
  if (sender === undefined || ids.length === 0) {
    const words =
      'This sender is not known to give its events an id, so that each request counts as new. Choose a header, a field of the body, or the whole body to tell events apart.';
    return { known: false, words };
  }
  const [first = '', ...others] = ids.map(placeOf);
  const place = others.length === 0 ? first : `${first}, or else ${others.join(' or ')}`;
  const words = `Events of ${sender.label} are told apart by ${place}. A repetition is kept and answered like the first one, and not run.`;
  return { known: true, words };
}
