import { Panel } from '@xyflow/react';
import { Webhook } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import styles from './start-here.module.css';
import { useAddNode } from './use-add-node.ts';

/** Over an empty canvas: what comes first. */
export function StartHere() {
  const addNode = useAddNode();
  return (
    <Panel position="top-center" className={styles.panel}>
      <EmptyState
        icon={<Webhook />}
        title="A workflow starts with a webhook"
        actions={
          <Button look="primary" onClick={() => addNode('webhook')}>
            Add a webhook
          </Button>
        }
      >
        It takes the requests that come to the trigger URL and hands them on to the nodes behind it.
      </EmptyState>
    </Panel>
  );
}
