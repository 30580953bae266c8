import { previewJson } from '../../ui/preview-json.ts';
import styles from './preview-line.module.css';
import type { Preview } from './use-preview.ts';

interface PreviewLineProps {
  readonly id?: string | undefined;
  readonly preview: Preview;
}

/** Longest value that is shown whole on hover, in characters. */
const LONGEST = 2_000;

/** The value of an expression, or the error in words, right below its field. */
export function PreviewLine({ id, preview }: PreviewLineProps) {
  switch (preview.kind) {
    case 'none':
      return null;
    case 'secret':
      return (
        <output id={id} className={styles.line}>
          Holds a secret: its value is only known while it runs.
        </output>
      );
    case 'no-data':
      return (
        <output id={id} className={styles.line}>
          {preview.root === null
            ? 'The value shows here as soon as there is a delivery to look at.'
            : `Nothing is known of ${preview.root} here yet: run a test to see the value.`}
        </output>
      );
    case 'result':
      return <Result id={id} {...preview} />;
  }
}

function Result({ id, result, old }: { readonly id?: string | undefined } & Extract<Preview, { kind: 'result' }>) {
  switch (result.kind) {
    case 'value': {
      const whole = typeof result.value === 'string' ? result.value : (JSON.stringify(result.value, null, 2) ?? '');
      return (
        <output id={id} className={styles.line} data-old={old}>
          <span className={styles.value} title={whole.slice(0, LONGEST)}>
            {result.value === undefined ? 'undefined' : previewJson(result.value, 120)}
          </span>
          <span className={styles.type}>{typeOf(result.value)}</span>
        </output>
      );
    }
    case 'missing':
      return (
        <output id={id} className={styles.line} data-kind="missing">
          <code>{result.path}</code> is not there in this data: undefined.
        </output>
      );
    case 'error':
      return (
        <output id={id} className={styles.line} data-kind="error">
          {result.message}
        </output>
      );
  }
}

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  return value === undefined ? 'nothing' : typeof value;
};
