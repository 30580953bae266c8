import type { TestDifference } from '@millrace/shared/test-case';
import { EyeOff } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import styles from './difference-view.module.css';

interface DifferenceViewProps {
  readonly difference: TestDifference;
  /** Undefined where the draft has no such node. */
  readonly onSelectNode: (() => void) | undefined;
  /** Undefined where it cannot be left out of the comparison. */
  readonly onIgnore: (() => void) | undefined;
}

/** More of a value is cut off: it is to be compared by eye. */
const MAX_CHARACTERS = 10_000;

/** One thing that the draft does otherwise than the case expects: where, and both sides. */
export function DifferenceView({ difference, onSelectNode, onIgnore }: DifferenceViewProps) {
  const { nodeName, path, kind, message, expected, actual } = difference;
  const within = withinNode(path, nodeName);
  return (
    <li className={styles.difference}>
      <div className={styles.head}>
        <span className={styles.where}>
          {nodeName === null ? (
            <strong>The execution</strong>
          ) : onSelectNode === undefined ? (
            <strong>{nodeName}</strong>
          ) : (
            <button type="button" className={styles.node} title="Select it on the canvas" onClick={onSelectNode}>
              {nodeName}
            </button>
          )}
          {within === '' ? null : <code title={path}>{within}</code>}
        </span>
        {onIgnore === undefined ? null : (
          <Button size="small" look="quiet" icon={<EyeOff />} title="Never compare it again" onClick={onIgnore}>
            Ignore this path
          </Button>
        )}
      </div>
      <p className={styles.message}>{message}</p>
      {kind === 'changed' || expected !== undefined || actual !== undefined ? (
        <div className={styles.sides}>
          <Side title="Expected" value={expected} isThere={kind !== 'unexpected'} />
          <Side title="The draft" value={actual} isThere={kind !== 'missing'} />
        </div>
      ) : null}
    </li>
  );
}

/** The node is named beside it already; the path may still have the name that it had before. */
const withinNode = (path: string, nodeName: string | null): string =>
  nodeName === null ? path : path.replace(/^steps(?:\.[^.[\]"']+|\["(?:[^"\\]|\\.)*"\])\.?/, '');

interface SideProps {
  readonly title: string;
  readonly value: unknown;
  readonly isThere: boolean;
}

function Side({ title, value, isThere }: SideProps) {
  const text = isThere ? (JSON.stringify(value, null, 2) ?? 'nothing') : 'nothing';
  return (
    <div className={styles.side} data-side={title === 'Expected' ? 'expected' : 'actual'}>
      <h4>{title}</h4>
      <pre>{text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text}</pre>
    </div>
  );
}
