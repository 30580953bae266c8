import { Page } from '../ui/page.tsx';

export function DeliveriesPage({ deliveryId }: { readonly deliveryId: string | null }) {
  return <Page title="DeliveriesPage">{deliveryId}</Page>;
}
