import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import layout from './history-layout.module.css';
import { RequestView } from './request-view.tsx';

interface DeliveryRequestProps {
  readonly deliveryId: string;
}

/** The request behind an execution. */
export function DeliveryRequest({ deliveryId }: DeliveryRequestProps) {
  const { data, error, refetch } = useQuery(apiQuery(endpoints.getDelivery, { params: { id: deliveryId } }));
  if (data !== undefined) return <RequestView delivery={data} />;
  if (error === null) return <Skeleton lines={8} />;
  return (
    <div className={layout.note}>
      <ErrorNote title="The request could not be read" error={error} onRetry={() => void refetch()} />
    </div>
  );
}
