import type { DeliverySummary } from '@millrace/shared/execution';
import { ChevronDown, Play } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Select } from '../../ui/select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { DeliveryLine } from '../data/data-picker.tsx';
import { ChoiceField } from '../inspector/choice-field.tsx';
import { BarPopover } from './bar-popover.tsx';
import styles from './test-button.module.css';
import type { TestRun } from './use-test-run.ts';

interface TestButtonProps {
  readonly run: TestRun;
  /** Deliveries that can be run again, newest first. */
  readonly deliveries: readonly DeliverySummary[];
  /** The delivery whose data is shown; a plain click runs it. */
  readonly shownDelivery: string | null;
}

const methods = ['POST', 'PUT', 'PATCH', 'GET', 'DELETE'] as const;
const SAMPLE = `{
  "id": "ord_1042",
  "amount": 1250,
  "customer": { "email": "ada@example.com" },
  "items": [{ "sku": "A-1", "price": 625, "quantity": 2 }]
}`;
/** How many deliveries the list shows. */
const MOST = 6;

/** Runs the draft: at once on the shown delivery, or on another one or a made-up request. */
export function TestButton({ run, deliveries, shownDelivery }: TestButtonProps) {
  const usable = deliveries.filter(({ outcome }) => outcome === 'accepted').slice(0, MOST);
  const shown = usable.find(({ id }) => id === shownDelivery)?.id ?? null;
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState<'delivery' | 'made-up' | null>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const [method, setMethod] = useState<(typeof methods)[number]>('POST');
  const [body, setBody] = useState(SAMPLE);
  const from = source ?? (usable.length > 0 ? 'delivery' : 'made-up');
  const deliveryId = usable.find(({ id }) => id === picked)?.id ?? shown ?? usable[0]?.id ?? null;

  const start = async () => {
    const started =
      from === 'delivery' && deliveryId !== null
        ? await run.start({ deliveryId })
        : await run.start({
            request: { method, path: '', query: '', headers: { 'content-type': 'application/json' }, body },
          });
    if (started) setOpen(false);
  };

  return (
    <div className={styles.split}>
      <Button
        size="small"
        icon={<Play />}
        className={styles.main}
        busy={run.starting}
        title="Run the draft (Ctrl Enter)"
        data-test-button="true"
        onClick={() => {
          if (shown === null && deliveryId === null) setOpen(true);
          else void run.start({ deliveryId: shown ?? deliveryId ?? '' }).then((started) => setOpen(!started));
        }}
      >
        Test
      </Button>
      <BarPopover
        title="Run the draft"
        open={open}
        onOpenChange={setOpen}
        trigger={
          <IconButton size="small" label="Choose what to test with" className={styles.more}>
            <ChevronDown />
          </IconButton>
        }
      >
        <ChoiceField
          label="What to run it on"
          options={['delivery', 'made-up']}
          words={{ delivery: 'A kept delivery', 'made-up': 'A made-up request' }}
          value={from}
          onChange={(next) => setSource(next === 'delivery' ? 'delivery' : 'made-up')}
        />
        {from === 'delivery' ? (
          <div className={styles.list} role="radiogroup" aria-label="Delivery">
            {usable.length === 0 ? (
              <p className={styles.none}>
                Nothing was received yet. Send a request to the trigger URL, or make one up here.
              </p>
            ) : null}
            {usable.map((delivery) => (
              <label key={delivery.id} className={styles.delivery}>
                <input
                  type="radio"
                  name="delivery"
                  checked={delivery.id === deliveryId}
                  onChange={() => setPicked(delivery.id)}
                />
                <DeliveryLine delivery={delivery} />
              </label>
            ))}
          </div>
        ) : (
          <>
            <Select
              value={method}
              options={methods.map((value) => ({ value, label: value }))}
              onValueChange={setMethod}
              aria-label="Method"
            />
            <TextArea
              mono
              rows={9}
              aria-label="Body, as JSON"
              value={body}
              onChange={(event) => setBody(event.target.value)}
            />
          </>
        )}
        {run.error === null ? null : <ErrorNote title="The test did not start" error={run.error} />}
        <Button
          look="primary"
          icon={<Play />}
          busy={run.starting}
          disabled={from === 'delivery' && deliveryId === null}
          onClick={() => void start()}
        >
          Run the draft
        </Button>
      </BarPopover>
    </div>
  );
}
