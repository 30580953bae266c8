import { endpoints, type WorkflowListItem } from '@millrace/shared/api';
import type { Graph } from '@millrace/shared/workflow';
import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../app/api.ts';
import type { PageOf } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { toast } from '../ui/toast.tsx';
import { graphFileName, writeGraphFile } from './graph-file.ts';
import { saveFile } from './save-file.ts';

/** What can be done to workflows from their list. */
export function useWorkflowActions() {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const listKey = [endpoints.listWorkflows.path];
  const refresh = () => client.invalidateQueries({ queryKey: listKey });
  /** Shows a change before the server has confirmed it; the next reading corrects it when it was refused. */
  const patch = (id: string, change: Partial<WorkflowListItem>) =>
    client.setQueriesData<InfiniteData<PageOf<WorkflowListItem>>>({ queryKey: listKey }, (old) =>
      old === undefined || !('pages' in old)
        ? old
        : {
            ...old,
            pages: old.pages.map((page) => ({
              ...page,
              items: page.items.map((item) => (item.id === id ? { ...item, ...change } : item)),
            })),
          },
    );

  const create = useMutation({
    mutationFn: (body: { name: string; graph?: Graph }) => call(endpoints.createWorkflow, { body }),
    onSuccess: ({ id }) => {
      void refresh();
      navigate(pathTo(routes.workflow, { id }));
    },
  });
  const rename = useMutation({
    mutationFn: ({ id, name }: { id: string; name: string }) =>
      call(endpoints.updateWorkflow, { params: { id }, body: { name } }),
    onSuccess: ({ id, name }) => {
      patch(id, { name });
      return refresh();
    },
  });
  const remove = useMutation({
    mutationFn: (id: string) => call(endpoints.deleteWorkflow, { params: { id } }),
    onSuccess: refresh,
  });
  const setPaused = useMutation({
    mutationFn: ({ workflow: { id }, paused }: { workflow: WorkflowListItem; paused: boolean }) =>
      call(paused ? endpoints.pauseWorkflow : endpoints.resumeWorkflow, { params: { id } }),
    onMutate: ({ workflow, paused }) => patch(workflow.id, { paused }),
    onSuccess: (_, { workflow, paused }) =>
      toast({
        title: paused ? `“${workflow.name}” is paused` : `“${workflow.name}” runs again`,
        detail: paused ? 'Deliveries are accepted and wait.' : 'It begins with what has queued up.',
        undo: () => setPaused.mutate({ workflow, paused: !paused }),
      }),
    onError: (error, { workflow, paused }) => {
      patch(workflow.id, { paused: !paused });
      toast({
        title: `“${workflow.name}” was not ${paused ? 'paused' : 'resumed'}`,
        detail: error.message,
        look: 'error',
      });
    },
    onSettled: refresh,
  });
  const exportGraph = useMutation({
    mutationFn: (id: string) => call(endpoints.getWorkflow, { params: { id } }),
    onSuccess: ({ name, draft }) => saveFile(graphFileName(name), writeGraphFile(name, draft.graph)),
    onError: (error) => toast({ title: 'Nothing was exported', detail: error.message, look: 'error' }),
  });
  return { create, rename, remove, setPaused, exportGraph };
}
