import type { Workflow } from '@millrace/shared/workflow';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './trigger-url.module.css';

/** The trigger URL, cut in its middle where it is long; the copy is whole. */
export function TriggerUrl({ workflow }: { readonly workflow: Workflow }) {
  const { triggerUrl } = workflow;
  return (
    <div className={styles.url}>
      <code title={triggerUrl}>{triggerUrl}</code>
      <CopyButton text={triggerUrl} label="Copy trigger URL" />
    </div>
  );
}
