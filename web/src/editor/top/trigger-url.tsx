import { pathPatternOf } from '@millrace/shared/path-pattern';
import type { Graph, Workflow } from '@millrace/shared/workflow';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './trigger-url.module.css';

interface TriggerUrlProps {
  readonly workflow: Workflow;
  readonly graph: Graph;
}

/** The trigger URL with the path that the webhook node takes behind it, cut where it is long; the copy is whole. */
export function TriggerUrl({ workflow, graph }: TriggerUrlProps) {
  const url = workflow.triggerUrl + pathPatternOf(graph);
  return (
    <div className={styles.url}>
      <code title={url}>{url}</code>
      <CopyButton text={url} label="Copy trigger URL" />
    </div>
  );
}
