import { endpoints } from '@millrace/shared/api';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../app/api.ts';
import { pathTo, routes } from '../app/routes.ts';
import { toast } from '../ui/toast.tsx';

/** Runs a delivery through its workflow again and opens the execution. */
export function useReplayDelivery(deliveryId: string) {
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (version: 'published' | 'draft') =>
      call(endpoints.replayDelivery, { params: { id: deliveryId }, body: { version } }),
    onSuccess: ({ id }) => navigate(pathTo(routes.execution, { id })),
    onError: (error) => toast({ title: 'Nothing was run', detail: error.message, look: 'error' }),
  });
}
