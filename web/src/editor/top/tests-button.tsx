import { CircleCheck, CircleX, FlaskConical } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { type CaseStanding, standingOf } from '../test-cases/case-standing.ts';
import type { TestCases } from '../test-cases/use-test-cases.ts';
import styles from './tests-button.module.css';

interface TestsButtonProps {
  readonly tests: TestCases;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Opens the test cases, and says how they stand. */
export function TestsButton({ tests, open, onOpenChange }: TestsButtonProps) {
  const standing = standingOf(tests.cases ?? []);
  return (
    <Button
      size="small"
      look="quiet"
      className={styles.button}
      icon={icons[standing.kind]}
      aria-pressed={open}
      data-standing={standing.kind}
      title={titles[standing.kind]}
      onClick={() => onOpenChange(!open)}
    >
      Tests
      {standing.kind === 'failed' ? <span className={styles.count}>: {standing.failed} failed</span> : null}
    </Button>
  );
}

const icons: Record<CaseStanding['kind'], ReactNode> = {
  none: <FlaskConical />,
  unknown: <FlaskConical />,
  passed: <CircleCheck />,
  failed: <CircleX />,
};

const titles: Record<CaseStanding['kind'], string> = {
  none: 'Test cases: executions that the draft has to repeat',
  unknown: 'The test cases have not run on this draft',
  passed: 'The draft passes its test cases',
  failed: 'The draft does something else than its test cases expect',
};
