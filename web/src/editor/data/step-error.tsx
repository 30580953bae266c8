import type { Failure } from '@millrace/shared/execution';
import { CircleX } from 'lucide-react';
import styles from './step-error.module.css';

/** Why a step failed. */
export function StepError({ error }: { readonly error: Failure }) {
  const details = Object.entries(error.details ?? {});
  return (
    <div className={styles.error} role="alert">
      <CircleX aria-hidden="true" />
      <div>
        <p>{error.message}</p>
        {details.length === 0 ? null : (
          <dl className={styles.details}>
            {details.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}
