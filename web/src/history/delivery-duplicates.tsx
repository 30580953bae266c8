import type { Duplicates } from '@millrace/shared/execution';
import { Copy, FileDiff } from 'lucide-react';
import { Link } from 'wouter';
import { pathTo, routes } from '../app/routes.ts';
import { shortId } from '../ui/short-id.tsx';
import { Time } from '../ui/time.tsx';
import styles from './delivery-detail.module.css';
import row from './history-row.module.css';

interface DeliveryDuplicatesProps {
  readonly duplicates: Duplicates;
}

/** The later deliveries of the same event, and whether they said the same. */
export function DeliveryDuplicates({ duplicates: { count, newest } }: DeliveryDuplicatesProps) {
  if (count === 0) return null;
  return (
    <section className={styles.section} aria-label="Duplicates of this delivery">
      <h3 className={styles.title}>Duplicates {count.toLocaleString('en')}</h3>
      <ul>
        {newest.map(({ id, receivedAt, status, sameBody }) => (
          <li key={id}>
            <Link href={pathTo(routes.delivery, { id })} className={styles.item}>
              <span className={row.line}>
                <span className={styles.body} data-same={sameBody}>
                  {sameBody ? <Copy aria-hidden="true" /> : <FileDiff aria-hidden="true" />}
                  {sameBody ? 'Same body' : 'Another body'}
                </span>
                <span className={row.note}>
                  answered {status} · <code>{shortId(id)}</code>
                </span>
                <span className={row.end}>
                  <Time at={receivedAt} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {count > newest.length ? (
        <p className={styles.none}>These are the newest {newest.length}; older ones are in the list of deliveries.</p>
      ) : null}
    </section>
  );
}
