import { Page } from '../ui/page.tsx';

export function ExecutionsPage({ executionId }: { readonly executionId: string | null }) {
  return <Page title="ExecutionsPage">{executionId}</Page>;
}
