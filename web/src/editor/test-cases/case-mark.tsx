import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import styles from './case-mark.module.css';
import type { CaseState } from './use-test-cases.ts';

/** What became of a case, as a sign with its word. */
export function CaseMark({ result, running, stale }: Pick<CaseState, 'result' | 'running' | 'stale'>) {
  const [look, word] = running
    ? (['running', 'Running'] as const)
    : result === null
      ? (['unknown', 'Not run'] as const)
      : result.passed
        ? (['passed', 'Passed'] as const)
        : (['failed', 'Failed'] as const);
  const Icon = icons[look];
  const title = stale && !running ? `${word} before the last change` : word;
  return (
    <span className={styles.mark} data-look={look} data-stale={stale && !running} title={title}>
      <Icon aria-hidden="true" />
      <span className="sr-only">{title}</span>
    </span>
  );
}

const icons = { running: LoaderCircle, unknown: CircleDashed, passed: CircleCheck, failed: CircleX };
