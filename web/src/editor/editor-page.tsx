import { endpoints } from '@millrace/shared/api';
import type { Workflow } from '@millrace/shared/workflow';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../app/api.ts';
import { apiQuery } from '../app/query.ts';
import { routes } from '../app/routes.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Editor } from './editor.tsx';
import { EditorContext } from './state/editor-context.ts';
import { createEditorStore } from './state/editor-store.ts';

interface EditorPageProps {
  readonly workflowId: string;
}

/** The page of one workflow. Expects a `key` per workflow. */
export function EditorPage({ workflowId }: EditorPageProps) {
  const workflow = useQuery(apiQuery(endpoints.getWorkflow, { params: { id: workflowId } }));
  if (workflow.data !== undefined) return <Loaded workflow={workflow.data} />;
  if (workflow.error === null) return <Skeleton lines={6} />;
  if (workflow.error instanceof ApiProblem && workflow.error.kind === 'not-found') {
    return (
      <EmptyState title="There is no such workflow" actions={<Link href={routes.workflows}>All workflows</Link>}>
        It may have been deleted, or its address was cut short.
      </EmptyState>
    );
  }
  return (
    <ErrorNote title="The workflow could not be read" error={workflow.error} onRetry={() => void workflow.refetch()} />
  );
}

function Loaded({ workflow }: { readonly workflow: Workflow }) {
  const [nodeId] = useUrlParam('node');
  const [store] = useState(() => createEditorStore(workflow.draft.graph, nodeId));
  return (
    <EditorContext value={store}>
      <Editor workflow={workflow} />
    </EditorContext>
  );
}
