import type { Step } from '@millrace/shared/execution';
import { CodeBlock } from '../ui/code-block.tsx';
import { Time } from '../ui/time.tsx';
import styles from './step-panel.module.css';

/** Until when a step waits, and where it can be answered. */
export function StepWait({ until, resumeUrl }: NonNullable<Step['wait']>) {
  return (
    <div className={styles.wait}>
      {resumeUrl === null ? null : (
        <>
          <p>It waits for an answer at its resume URL, which works once:</p>
          <CodeBlock text={resumeUrl} copyLabel="Copy the resume URL" />
        </>
      )}
      {until === null ? null : (
        <p>
          It goes on by itself <Time at={until} />.
        </p>
      )}
    </div>
  );
}
