import { Page } from '../ui/page.tsx';

export function VersionsPage({ workflowId }: { readonly workflowId: string }) {
  return <Page title="VersionsPage">{workflowId}</Page>;
}
