import { endpoints } from '@millrace/shared/api';
import type { Workflow } from '@millrace/shared/workflow';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';
import { toast } from '../../ui/toast.tsx';

/** Pauses or resumes a workflow, shown at once and taken back when the server refuses. */
export function usePause(workflow: Workflow): (paused: boolean) => void {
  const client = useQueryClient();
  const { id } = workflow;
  const show = (paused: boolean) =>
    client.setQueryData(apiQuery(endpoints.getWorkflow, { params: { id } }).queryKey, (old) =>
      old === undefined ? old : { ...old, paused },
    );
  const change = useMutation({
    mutationFn: async (paused: boolean) =>
      await call(paused ? endpoints.pauseWorkflow : endpoints.resumeWorkflow, { params: { id } }),
    onMutate: show,
    onError: (error, paused) => {
      show(!paused);
      toast({ title: paused ? 'Not paused' : 'Not resumed', detail: error.message, look: 'error' });
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: [endpoints.listWorkflows.path] }),
  });
  return change.mutate;
}
