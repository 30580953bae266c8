import { endpoints } from '@millrace/shared/api';
import { useQueryClient } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';
import { copyText } from '../ui/copy-text.ts';
import { toast } from '../ui/toast.tsx';
import { curlText } from './curl-text.ts';

interface Ids {
  readonly workflowId: string;
  readonly deliveryId: string;
}

/** Copies the curl line that sends a delivery again. */
export function useCopyCurl(): (ids: Ids) => void {
  const client = useQueryClient();
  const copy = async ({ workflowId, deliveryId }: Ids) => {
    try {
      const [delivery, workflow] = await Promise.all([
        client.ensureQueryData(apiQuery(endpoints.getDelivery, { params: { id: deliveryId } })),
        client.ensureQueryData(apiQuery(endpoints.getWorkflow, { params: { id: workflowId } })),
      ]);
      await copyText(curlText(delivery, workflow.triggerUrl));
      toast({ title: 'Copied as curl' });
    } catch (error) {
      toast({ title: 'Not copied', detail: error instanceof Error ? error.message : String(error), look: 'error' });
    }
  };
  return (ids) => void copy(ids);
}
