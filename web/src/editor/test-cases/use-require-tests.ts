import { endpoints } from '@millrace/shared/api';
import type { Workflow } from '@millrace/shared/workflow';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';
import { toast } from '../../ui/toast.tsx';

/** Turns on or off that publishing needs green tests; shown at once, taken back when the server refuses it. */
export function useRequireTests({ id }: Workflow): (required: boolean) => void {
  const client = useQueryClient();
  const { queryKey } = apiQuery(endpoints.getWorkflow, { params: { id } });
  const show = (requireTests: boolean) =>
    client.setQueryData(queryKey, (old) => (old === undefined ? old : { ...old, requireTests }));
  const change = useMutation({
    mutationFn: async (requireTests: boolean) =>
      await call(endpoints.updateWorkflow, { params: { id }, body: { requireTests } }),
    onMutate: show,
    onError: (error, requireTests) => {
      show(!requireTests);
      toast({ title: 'Not changed', detail: error.message, look: 'error' });
    },
  });
  return change.mutate;
}
