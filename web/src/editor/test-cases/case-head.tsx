import { Check, Ellipsis, History, PencilLine, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { pathTo, routes } from '../../app/routes.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { NameDialog } from '../../ui/name-dialog.tsx';
import styles from './case-detail.module.css';
import { CaseMark } from './case-mark.tsx';
import { DeleteCaseDialog } from './delete-case-dialog.tsx';
import type { CaseState, TestCases } from './use-test-cases.ts';

interface CaseHeadProps {
  readonly state: CaseState;
  readonly tests: TestCases;
}

/** The name of a test case, and what can be done with it. */
export function CaseHead({ state, tests }: CaseHeadProps) {
  const { testCase, result } = state;
  const { name, executionId } = testCase;
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState<'rename' | 'delete' | null>(null);
  return (
    <>
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
    </>
  );
}
