import { endpoints } from '@millrace/shared/api';
import type { Execution } from '@millrace/shared/execution';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { apiQuery } from '../app/query.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { SplitPane } from '../ui/split-pane.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { DeliveryRequest } from './delivery-request.tsx';
import styles from './execution-detail.module.css';
import { ExecutionHead } from './execution-head.tsx';
import layout from './history-layout.module.css';
import { StepPanel } from './step-panel.tsx';
import { TimelineView } from './timeline-view.tsx';
import { useRound } from './use-round.ts';

const GraphView = lazy(async () => ({ default: (await import('../editor/graph-view.tsx')).GraphView }));

const tabs = ['graph', 'timeline', 'request'] as const;
type DetailTab = (typeof tabs)[number];

interface ExecutionDetailProps {
  readonly executionId: string;
}

/** One execution, taken apart. */
export function ExecutionDetail({ executionId }: ExecutionDetailProps) {
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getExecution, { params: { id: executionId } }));
  if (data !== undefined) return <Detail execution={data} />;
  if (error === null) return <Skeleton lines={8} />;
  return (
    <div className={layout.note}>
      <ErrorNote title="This execution could not be read" error={error} onRetry={() => void refetch()} />
    </div>
  );
}

function Detail({ execution }: { readonly execution: Execution }) {
  const [tabInUrl, setTab] = useUrlParam('tab');
  const [nodeId, setNode] = useUrlParam('node');
  const tab: DetailTab = tabs.find((known) => known === tabInUrl) ?? 'graph';
  const { rounds, step, choose } = useRound(execution, nodeId);
  const parts = (
    <Tabs<DetailTab>
      fill
      label="Views of the execution"
      value={tab}
      onValueChange={(next) => setTab(next === 'graph' ? null : next)}
      tabs={[
        {
          value: 'graph',
          label: 'Graph',
          content: (
            <div className={styles.graph}>
              <Suspense fallback={<Skeleton />}>
                <GraphView graph={execution.graph} steps={execution.steps} selectedNodeId={nodeId} onSelect={setNode} />
              </Suspense>
            </div>
          ),
        },
        {
          value: 'timeline',
          label: 'Timeline',
          content: <TimelineView execution={execution} selectedNodeId={nodeId} onSelect={setNode} />,
        },
        { value: 'request', label: 'Request', content: <DeliveryRequest deliveryId={execution.deliveryId} /> },
      ]}
    />
  );
  return (
    <article className={styles.detail} aria-label="Execution">
      <ExecutionHead execution={execution} />
      {tab === 'request' ? (
        <div className={styles.whole}>{parts}</div>
      ) : (
        <SplitPane
          id="execution-step"
          label="Height of the step"
          direction="column"
          sized="second"
          initialPx={340}
          minPx={140}
          restMinPx={160}
          first={parts}
          second={
            step === undefined ? null : (
              <StepPanel
                key={step.nodeId}
                execution={execution}
                step={step}
                rounds={rounds}
                onRound={choose}
                onClose={() => setNode(null)}
              />
            )
          }
        />
      )}
    </article>
  );
}
