import { pathPatternOf } from '@millrace/shared/path-pattern';
import type { Graph } from '@millrace/shared/workflow';
import { Panel } from '@xyflow/react';
import { ChevronDown } from 'lucide-react';
import { CodeBlock } from '../../ui/code-block.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import styles from './first-delivery.module.css';
import { firstRequest } from './first-request.ts';

interface FirstDeliveryProps {
  readonly graph: Graph;
  readonly triggerUrl: string;
}

/** How to send the first request, shown until it is there. */
export function FirstDelivery({ graph, triggerUrl }: FirstDeliveryProps) {
  const { curl, note } = firstRequest(graph, triggerUrl);
  const url = triggerUrl + pathPatternOf(graph);
  return (
    <Panel position="bottom-center" className={`nopan nowheel ${styles.panel}`}>
      {/* It folds as soon as there is more to see on the canvas than where the request will come in. */}
      <details open={graph.nodes.length === 1}>
        <summary className={styles.waiting}>
          <span className={styles.dot} aria-hidden="true" />
          <span role="status">Waiting for the first request</span>
          <ChevronDown aria-hidden="true" />
        </summary>
        <div className={styles.content}>
          <p className={styles.text}>
            Send one to the trigger URL. Its data then stands here to draw against, also before anything is published.
          </p>
          <div className={styles.url}>
            <code title={url}>{url}</code>
            <CopyButton text={url} label="Copy trigger URL" />
          </div>
          <CodeBlock text={curl} copyLabel="Copy curl line" />
          {note === null ? null : <p className={styles.text}>{note}</p>}
        </div>
      </details>
    </Panel>
  );
}
