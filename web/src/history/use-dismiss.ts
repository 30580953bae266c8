import { endpoints } from '@millrace/shared/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../app/api.ts';
import { toast } from '../ui/toast.tsx';

/** Takes a failure out of the unresolved ones, and offers to put it back. */
export function useDismiss(executionId: string) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: (dismissed: boolean) =>
      call(endpoints.dismissExecution, { params: { id: executionId }, body: { dismissed } }),
    onSuccess: (_, dismissed) => {
      for (const { path } of [endpoints.countUnresolved, endpoints.listExecutions]) {
        void client.invalidateQueries({ queryKey: [path] });
      }
      void client.invalidateQueries({ queryKey: [endpoints.getExecution.path, { id: executionId }] });
      if (dismissed) toast({ title: 'Dismissed', undo: () => mutation.mutate(false) });
    },
    onError: (error) => toast({ title: 'Not changed', detail: error.message, look: 'error' }),
  });
  return mutation;
}
