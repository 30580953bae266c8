import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { apiQuery } from '../app/query.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './versions-page.module.css';

const GraphView = lazy(async () => ({ default: (await import('../editor/graph-view.tsx')).GraphView }));

interface VersionGraphProps {
  readonly workflowId: string;
  readonly version: number;
}

/** The graph of a version, to look at. */
export function VersionGraph({ workflowId, version }: VersionGraphProps) {
  const [selected, setSelected] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getVersion, { params: { id: workflowId, version } }));
  if (error !== null) {
    return <ErrorNote title={`Version ${version} could not be read`} error={error} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton />;
  return (
    <div className={styles.graph}>
      <Suspense fallback={<Skeleton />}>
        <GraphView key={version} graph={data.graph} steps={[]} selectedNodeId={selected} onSelect={setSelected} />
      </Suspense>
    </div>
  );
}
