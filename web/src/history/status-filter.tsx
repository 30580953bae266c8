import { type ExecutionStatus, executionStatus } from '@millrace/shared/execution';
import { statusLook } from '../ui/status-badge.tsx';
import styles from './status-filter.module.css';

interface StatusFilterProps {
  readonly chosen: readonly ExecutionStatus[];
  readonly onChange: (chosen: readonly ExecutionStatus[]) => void;
}

/** Any number of states; none stands for all. */
export function StatusFilter({ chosen, onChange }: StatusFilterProps) {
  return (
    <fieldset className={styles.set}>
      <legend className="sr-only">State</legend>
      {executionStatus.options.map((status) => {
        const { word, icon: Icon } = statusLook[status];
        const on = chosen.includes(status);
        return (
          <button
            key={status}
            type="button"
            className={styles.chip}
            data-status={status}
            aria-pressed={on}
            onClick={() => onChange(on ? chosen.filter((other) => other !== status) : [...chosen, status])}
          >
            <Icon aria-hidden="true" />
            {word}
          </button>
        );
      })}
    </fieldset>
  );
}
