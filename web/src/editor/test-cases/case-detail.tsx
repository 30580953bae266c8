import type { Graph } from '@millrace/shared/workflow';
import { Check, Ellipsis, History, PencilLine, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { pathTo, routes } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './case-detail.module.css';
import { CaseMark } from './case-mark.tsx';
import { DeleteCaseDialog } from './delete-case-dialog.tsx';
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
  const { name, method, path, receivedAt, expectedStatus, executionId, ignored } = testCase;
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  const ignore = (place: string) => tests.change(testCase, { ignored: [...ignored, place] });
  return (
    <section className={styles.detail} aria-label={`Test case ${name}`}>
      <header className={styles.head}>
        <CaseMark {...state} />
        <h3 className={styles.name} title={name}>
          {name}
        </h3>
        {result === null || result.passed || !result.differences.every(({ isCompared }) => isCompared) ? null : (
          <Button
            size="small"
            className={styles.accept}
            icon={<Check />}
            busy={tests.accepting}
            title="What the draft does becomes what this case expects"
            onClick={() => tests.accept(testCase)}
          >
            Accept what the draft does
          </Button>
        )}
        <Menu
          trigger={
            <IconButton size="small" label={`Actions for ${name}`}>
              <Ellipsis />
            </IconButton>
          }
          items={[
            { label: 'Rename …', icon: <PencilLine />, onSelect: () => setAsking('rename') },
            {
              label: 'The execution it came from',
              icon: <History />,
              onSelect: () => navigate(pathTo(routes.execution, { id: executionId })),
            },
            { kind: 'line', id: 'delete' },
            { label: 'Delete …', icon: <Trash2 />, danger: true, onSelect: () => setAsking('delete') },
          ]}
        />
      </header>
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
      {ignored.length === 0 ? null : (
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
      )}
      {asking === 'rename' ? (
        <NameDialog
          title="Rename the test case"
          action="Rename"
          hint="What it makes sure of, as “A refund is booked once”."
          initial={name}
          busy={false}
          error={null}
          onSubmit={(next) => {
            tests.change(testCase, { name: next });
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'delete' ? (
        <DeleteCaseDialog
          name={name}
          onDelete={() => {
            tests.remove(testCase);
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </section>
  );
}

const endings = { succeeded: 'succeed', filtered: 'be filtered', failed: 'fail' } as const;
