import { endpoints } from '@millrace/shared/api';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../app/api.ts';
import { pathTo, routes } from '../app/routes.ts';
import { toast } from '../ui/toast.tsx';

/** Runs the published version over a delivery that was held back, and opens the execution. */
export function useRunDelivery(deliveryId: string) {
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: () => call(endpoints.replayDelivery, { params: { id: deliveryId }, body: { version: 'published' } }),
    onSuccess: ({ id }) => navigate(pathTo(routes.execution, { id })),
    onError: (error) => toast({ title: 'Not run', detail: error.message, look: 'error' }),
  });
}
