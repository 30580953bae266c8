import styles from './case-list.module.css';
import { CaseMark } from './case-mark.tsx';
import type { CaseState } from './use-test-cases.ts';

interface CaseListProps {
  readonly cases: readonly CaseState[];
  readonly chosen: string | undefined;
  readonly onChoose: (caseId: string) => void;
}

/** The test cases, each with what became of it. */
export function CaseList({ cases, chosen, onChoose }: CaseListProps) {
  return (
    <ul className={styles.list} aria-label="Test cases">
      {cases.map((state) => (
        <li key={state.testCase.id}>
          <button
            type="button"
            className={styles.row}
            aria-current={state.testCase.id === chosen ? 'true' : undefined}
            onClick={() => onChoose(state.testCase.id)}
          >
            <CaseMark {...state} />
            <span className={styles.name} title={state.testCase.name}>
              {state.testCase.name}
            </span>
            <span className={styles.fact}>{factOf(state)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function factOf({ testCase: { method, path }, result, stale }: CaseState): string {
  if (result === null || result.passed) return `${method} ${path === '' ? '/' : path}`;
  const count = result.differences.length;
  const words = count === 1 ? '1 difference' : `${count} differences`;
  return stale ? `${words} before the last change` : words;
}
