import type { KeptDelivery } from '../../store/store.ts';
import { ApiProblem } from '../api-problem.ts';
import { bodyKept } from '../view/delivery-view.ts';

const whyNot = {
  start: 'Only the start of its body was kept. Ask the sender to send it again.',
  none: 'It was refused before its body was read. Ask the sender to send it again.',
};

/** Throws `ApiProblem` (409) for a delivery of whose body too little is there to run on it. */
export function requireWholeBody(delivery: KeptDelivery): void {
  const kept = bodyKept(delivery);
  if (kept !== 'whole') {
    throw new ApiProblem('conflict', 'Nothing can run on this delivery.', { detail: whyNot[kept] });
  }
}
