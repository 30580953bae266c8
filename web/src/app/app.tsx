import { CSPProvider } from '@base-ui/react/csp-provider';
import { Tooltip } from '@base-ui/react/tooltip';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { Skeleton } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toast.tsx';
import { WorkflowsPage } from '../workflows/workflows-page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NotFound } from './not-found.tsx';
import { queryClient } from './query.ts';
import { routes } from './routes.ts';
import { useSignedOut } from './session.ts';
import { Shell } from './shell.tsx';
import { SignInNeeded } from './sign-in-needed.tsx';

const EditorPage = lazy(async () => ({ default: (await import('../editor/editor-page.tsx')).EditorPage }));
const VersionsPage = lazy(async () => ({ default: (await import('../workflows/versions-page.tsx')).VersionsPage }));
const ExecutionsPage = lazy(async () => ({ default: (await import('../history/executions-page.tsx')).ExecutionsPage }));
const DeliveriesPage = lazy(async () => ({ default: (await import('../history/deliveries-page.tsx')).DeliveriesPage }));
const CollectionsPage = lazy(async () => ({
  default: (await import('../collections/collections-page.tsx')).CollectionsPage,
}));
const SecretsPage = lazy(async () => ({ default: (await import('../settings/secrets-page.tsx')).SecretsPage }));
const SettingsPage = lazy(async () => ({ default: (await import('../settings/settings-page.tsx')).SettingsPage }));

export function App() {
  return (
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queryClient}>
        <Tooltip.Provider delay={400}>
          <Page />
          <Toasts />
        </Tooltip.Provider>
      </QueryClientProvider>
    </CSPProvider>
  );
}

function Page() {
  const [place] = useLocation();
  if (useSignedOut()) return <SignInNeeded />;
  return (
    <Shell>
      <ErrorBoundary place={place}>
        <Suspense fallback={<Skeleton />}>
          <Switch>
            <Route path="/">
              <Redirect to={routes.workflows} replace />
            </Route>
            <Route path={routes.workflows}>
              <WorkflowsPage />
            </Route>
            <Route path={routes.versions}>{({ id }) => <VersionsPage key={id} workflowId={id} />}</Route>
            <Route path={routes.workflow}>{({ id }) => <EditorPage key={id} workflowId={id} />}</Route>
            {/* One route for list and detail, so that the list keeps its place when another row is opened. */}
            <Route path="/executions/:id?">{({ id }) => <ExecutionsPage executionId={id ?? null} />}</Route>
            <Route path="/deliveries/:id?">{({ id }) => <DeliveriesPage deliveryId={id ?? null} />}</Route>
            <Route path={routes.collections}>
              <CollectionsPage />
            </Route>
            <Route path={routes.secrets}>
              <SecretsPage />
            </Route>
            <Route path={routes.settings}>
              <SettingsPage />
            </Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  );
}
