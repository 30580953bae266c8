import type { Workflow } from '@millrace/shared/workflow';
import { ListChecks, X } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'wouter';
import { pathTo, routes } from '../../app/routes.ts';
import { useUrlParam } from '../../app/use-url-param.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import layout from '../bottom-panel.module.css';
import { useEditorStore, useGraph } from '../state/editor-context.ts';
import { CaseDetail } from './case-detail.tsx';
import { CaseList } from './case-list.tsx';
import { standingInWords } from './case-standing.ts';
import styles from './tests-panel.module.css';
import { useRequireTests } from './use-require-tests.ts';
import type { TestCases } from './use-test-cases.ts';

interface TestsPanelProps {
  readonly workflow: Workflow;
  readonly tests: TestCases;
  readonly onClose: () => void;
}

/** The test cases of the workflow, in the place of the data. */
export function TestsPanel({ workflow, tests, onClose }: TestsPanelProps) {
  const store = useEditorStore();
  const graph = useGraph();
  const [inUrl, choose] = useUrlParam('case');
  const setRequired = useRequireTests(workflow);
  const required = useId();
  const { cases } = tests;
  const shown =
    cases?.find(({ testCase }) => testCase.id === inUrl) ??
    cases?.find(({ result }) => result?.passed === false) ??
    cases?.[0];
  return (
    <section className={layout.panel} aria-label="Tests">
      <header className={classNames(layout.top, styles.top)}>
        <IconButton size="small" label="Close the tests" onClick={onClose}>
          <X />
        </IconButton>
        <h2>Tests</h2>
        <span className={styles.standing} role="status">
          {tests.running ? 'Running …' : cases === undefined ? '' : standingInWords(cases)}
        </span>
        <span className={layout.space} />
        <label className={styles.required} htmlFor={required}>
          <Switch id={required} checked={workflow.requireTests} onCheckedChange={setRequired} />
          Publishing needs green tests
        </label>
        <Button
          size="small"
          icon={<ListChecks />}
          busy={tests.running}
          disabled={cases === undefined || cases.length === 0}
          title="Run all on the draft, without sending anything (Ctrl Shift Enter)"
          onClick={() => tests.run()}
        >
          Run tests
        </Button>
      </header>
      <div className={styles.content}>
        {tests.failure === null ? null : (
          <div className={styles.note}>
            <ErrorNote title={tests.failure.title} error={tests.failure.error} />
          </div>
        )}
        {cases === undefined ? (
          tests.readError === null ? (
            <Skeleton lines={4} />
          ) : (
            <div className={styles.note}>
              <ErrorNote title="The test cases could not be read" error={tests.readError} />
            </div>
          )
        ) : shown === undefined ? (
          <div className={styles.empty}>
            <p>
              A test case is an execution that went as it should: its request, the answers that it got, and what came of
              it. <em>Run tests</em> says whether the draft still does the same, and sends nothing.
            </p>
            <p>
              To get the first one, run something,{' '}
              <Link href={pathTo(routes.executions, {}, { workflow: workflow.id })}>open its execution</Link> and choose{' '}
              <em>Keep as test case</em> there.
            </p>
          </div>
        ) : (
          <div className={styles.parts}>
            <CaseList cases={cases} chosen={shown.testCase.id} onChoose={choose} />
            <CaseDetail
              key={shown.testCase.id}
              state={shown}
              graph={graph}
              tests={tests}
              onSelectNode={(nodeId) => store.getState().select([nodeId])}
            />
          </div>
        )}
      </div>
    </section>
  );
}
