import type { IntakeStore } from '../store.ts';
import { deliveryRow } from './delivery-row.ts';
import { executionRow } from './execution-row.ts';
import type { Writer } from './writer.ts';

/** So much is kept of the body of a refused request. */
const REFUSED_BODY_BYTES = 64 * 1024;

export function intakeStore(writer: Writer): IntakeStore {
  return {
    accept: (delivery, execution) =>
      writer.write(
        'acceptDelivery',
        { delivery: deliveryRow(delivery), execution: execution && executionRow(execution) },
        delivery.body,
      ),
    refuse: (delivery) =>
      writer.write('refuseDelivery', deliveryRow(delivery), delivery.body.subarray(0, REFUSED_BODY_BYTES)),
  };
}
