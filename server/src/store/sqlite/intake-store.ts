import { type IntakeStore, StoreUnavailable } from '../store.ts';
import { columnsOfDelivery, UNRUN_BODY_BYTES } from './delivery-row.ts';
import { newExecutionRow } from './execution-row.ts';
import type { Writer } from './writer.ts';

/** While more writes wait, refused requests are not kept, so that a flood of them holds up none that is accepted. */
const MAX_WAITING_FOR_REFUSED = 1_000;

export function intakeStore(writer: Writer): IntakeStore {
  return {
    async accept(delivery, execution, key) {
      const rows = { delivery: columnsOfDelivery(delivery, key), execution: execution && newExecutionRow(execution) };
      return writer.write('acceptDelivery', rows, delivery.body);
    },
    async refuse(delivery) {
      if (writer.waiting > MAX_WAITING_FOR_REFUSED)
        throw new StoreUnavailable('Too many writes wait for the database.');
      await writer.write('refuseDelivery', columnsOfDelivery(delivery), delivery.body.subarray(0, UNRUN_BODY_BYTES));
    },
  };
}
