import type { Graph } from '@millrace/shared/workflow';
import { X } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './case-detail.module.css';
import { CaseHead } from './case-head.tsx';
import { DifferenceView } from './difference-view.tsx';
import type { CaseState, TestCases } from './use-test-cases.ts';

interface CaseDetailProps {
  readonly state: CaseState;
  readonly graph: Graph;
  readonly tests: TestCases;
  readonly onSelectNode: (nodeId: string) => void;
}

/** One test case: what it came from, and where the draft differs from what it expects. */
export function CaseDetail({ state, graph, tests, onSelectNode }: CaseDetailProps) {
  const { testCase, result, stale } = state;
  const { name, method, path, receivedAt, expectedStatus, ignored } = testCase;
  const ignore = (place: string) => tests.change(testCase, { ignored: [...ignored, place] });
  return (
    <section className={styles.detail} aria-label={`Test case ${name}`}>
      <CaseHead state={state} tests={tests} />
      <p className={styles.facts}>
        <code>
          {method} {path === '' ? '/' : path}
        </code>{' '}
        received <Time at={receivedAt} />, expected to {endings[expectedStatus]}.
      </p>
      {stale ? <p className={styles.stale}>The draft has changed since this ran. Run the tests again.</p> : null}
      {result === null ? <p className={styles.facts}>It has not run since the editor was opened.</p> : null}
      {result?.passed === true ? <p className={styles.facts}>The draft does what is expected.</p> : null}
      {result === null || result.passed ? null : (
        <ul className={styles.differences} aria-label="Differences">
          {result.differences.map((difference) => {
            const { nodeId } = difference;
            const isDrawn = nodeId !== null && graph.nodes.some(({ id }) => id === nodeId);
            return (
              <DifferenceView
                key={`${nodeId} ${difference.path} ${difference.kind}`}
                difference={difference}
                onSelectNode={isDrawn ? () => onSelectNode(nodeId) : undefined}
                onIgnore={difference.isCompared ? () => ignore(difference.path) : undefined}
              />
            );
          })}
        </ul>
      )}
      {ignored.length === 0 ? null : <NotCompared testCase={testCase} tests={tests} />}
    </section>
  );
}

/** The paths that are left out, each of which can be compared again. */
function NotCompared({ testCase, tests }: Pick<CaseDetailProps, 'tests'> & Pick<CaseState, 'testCase'>) {
  const { ignored } = testCase;
  return (
    <div className={styles.ignored}>
      <h4>Not compared</h4>
      <ul>
        {ignored.map((place) => (
          <li key={place}>
            <code title={place}>{place}</code>
            <IconButton
              size="small"
              label={`Compare ${place} again`}
              onClick={() => tests.change(testCase, { ignored: ignored.filter((each) => each !== place) })}
            >
              <X />
            </IconButton>
          </li>
        ))}
      </ul>
    </div>
  );
}

const endings = { succeeded: 'succeed', filtered: 'be filtered', failed: 'fail' } as const;
