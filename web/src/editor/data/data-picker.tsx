import { Menu as Base } from '@base-ui/react/menu';
import { type DeliverySummary, type ExecutionSummary, isRefused } from '@millrace/shared/execution';
import { ChevronDown, Database } from 'lucide-react';
import { useLocation } from 'wouter';
import { routes } from '../../app/routes.ts';
import { Bytes } from '../../ui/bytes.tsx';
import { Duration } from '../../ui/duration.tsx';
import menuStyles from '../../ui/menu.module.css';
import { shortId } from '../../ui/short-id.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './data-picker.module.css';
import type { DataChoice } from './use-chosen-data.ts';
import type { RecentData } from './use-recent-data.ts';

interface DataPickerProps {
  readonly choice: DataChoice;
  readonly recent: RecentData;
  readonly onChoose: (choice: DataChoice) => void;
}

/** How many of each kind the list shows. */
const MOST = 10;

/** Chooses the delivery or execution whose data is shown and drawn against. */
export function DataPicker({ choice, recent, onChoose }: DataPickerProps) {
  const [, navigate] = useLocation();
  return (
    <Base.Root modal={false}>
      <Base.Trigger className={styles.trigger} aria-label={`Data: ${labelOf(choice)}`}>
        <Database aria-hidden="true" />
        <span>{labelOf(choice)}</span>
        <ChevronDown aria-hidden="true" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align="start" side="top" sideOffset={4} collisionPadding={8} className={menuStyles.positioner}>
          <Base.Popup className={`${menuStyles.popup} ${styles.popup}`}>
            <Base.Item className={menuStyles.item} onClick={() => onChoose({ kind: 'newest' })}>
              Newest delivery, follows what arrives
            </Base.Item>
            <Group title="Deliveries" empty="No delivery yet" count={recent.deliveries.length}>
              {recent.deliveries.slice(0, MOST).map((delivery) => (
                <Base.Item
                  key={delivery.id}
                  className={menuStyles.item}
                  onClick={() => onChoose({ kind: 'delivery', id: delivery.id })}
                >
                  <DeliveryLine delivery={delivery} />
                </Base.Item>
              ))}
              <Base.Item
                className={menuStyles.item}
                onClick={() => navigate(`${routes.deliveries}?workflow=${recent.workflowId}`)}
              >
                Find an older one among all deliveries …
              </Base.Item>
            </Group>
            <Group title="Executions" empty="No execution yet" count={recent.executions.length}>
              {recent.executions.slice(0, MOST).map((execution) => (
                <Base.Item
                  key={execution.id}
                  className={menuStyles.item}
                  onClick={() => onChoose({ kind: 'execution', id: execution.id })}
                >
                  <ExecutionLine execution={execution} />
                </Base.Item>
              ))}
            </Group>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface GroupProps {
  readonly title: string;
  readonly empty: string;
  readonly count: number;
  readonly children: React.ReactNode;
}

function Group({ title, empty, count, children }: GroupProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className={styles.title}>{title}</Base.GroupLabel>
      {count === 0 ? <div className={styles.none}>{empty}</div> : children}
    </Base.Group>
  );
}

/** A delivery on one line. */
export function DeliveryLine({ delivery }: { readonly delivery: DeliverySummary }) {
  return (
    <span className={styles.line}>
      <code>{delivery.method}</code>
      <Time at={delivery.receivedAt} />
      <Bytes count={delivery.sizeBytes} />
      {delivery.test ? <span className={styles.mark}>made up</span> : null}
      {isRefused(delivery.outcome) ? <span className={styles.refused}>refused</span> : null}
      {delivery.outcome === 'duplicate' ? <span className={styles.mark}>duplicate</span> : null}
      <span className={styles.id}>{shortId(delivery.id)}</span>
    </span>
  );
}

function ExecutionLine({ execution }: { readonly execution: ExecutionSummary }) {
  return (
    <span className={styles.line}>
      <StatusBadge status={execution.status} look="icon" />
      <Time at={execution.createdAt} />
      <Duration ms={execution.durationMs} />
      <span className={styles.mark}>{execution.version === null ? 'draft' : `v${execution.version}`}</span>
      <span className={styles.id}>{shortId(execution.id)}</span>
    </span>
  );
}

const labelOf = (choice: DataChoice): string => {
  switch (choice.kind) {
    case 'newest':
      return 'Newest delivery';
    case 'delivery':
      return `Delivery ${shortId(choice.id)}`;
    case 'execution':
      return `Execution ${shortId(choice.id)}`;
  }
};
