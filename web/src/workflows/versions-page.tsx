import { endpoints } from '@millrace/shared/api';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { ArchiveRestore, ArrowLeft, Layers } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { call } from '../app/api.ts';
import { apiPages, apiQuery } from '../app/query.ts';
import { pathTo, routes } from '../app/routes.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Time } from '../ui/time.tsx';
import { toast } from '../ui/toast.tsx';
import { VersionGraph } from './version-graph.tsx';
import styles from './versions-page.module.css';

interface VersionsPageProps {
  readonly workflowId: string;
}

/** What was published, when; each version to look at and to restore. */
export function VersionsPage({ workflowId }: VersionsPageProps) {
  const params = { id: workflowId };
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useUrlParam('version');
  const workflow = useQuery(apiQuery(endpoints.getWorkflow, { params }));
  const list = useInfiniteQuery(apiPages(endpoints.listVersions, { params, query: { limit: 50 } }));
  const versions = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const shown = versions.find(({ version }) => String(version) === chosen) ?? versions[0];
  const editor = pathTo(routes.workflow, params);
  const restore = useMutation({
    mutationFn: (version: number) => call(endpoints.restoreVersion, { params: { id: workflowId, version } }),
    onSuccess: (_, version) => {
      toast({ title: `Version ${version} is the draft now`, detail: 'Publish it to serve it.' });
      navigate(editor);
    },
  });
  return (
    <Page
      fill
      title={`Versions of ${workflow.data?.name ?? '…'}`}
      actions={
        <Link href={editor} className={styles.back}>
          <ArrowLeft aria-hidden="true" />
          Editor
        </Link>
      }
    >
      {list.isPending ? <Skeleton /> : null}
      {list.isError ? (
        <div className={styles.note}>
          <ErrorNote title="The versions could not be read" error={list.error} onRetry={() => void list.refetch()} />
        </div>
      ) : null}
      {list.isSuccess && shown === undefined ? (
        <EmptyState
          icon={<Layers />}
          title="Nothing is published yet"
          actions={<Link href={editor}>To the editor</Link>}
        >
          Publishing in the editor makes the draft version 1. Each further one is kept here and can be restored.
        </EmptyState>
      ) : null}
      {shown === undefined ? null : (
        <div className={styles.parts}>
          <nav aria-label="Versions" className={styles.list}>
            <ul>
              {versions.map(({ version, publishedAt, nodeCount }) => (
                <li key={version}>
                  <button
                    type="button"
                    className={styles.version}
                    aria-current={version === shown.version ? 'true' : undefined}
                    onClick={() => setChosen(String(version))}
                  >
                    <strong>Version {version}</strong>
                    {version === workflow.data?.publishedVersion ? (
                      <span className={styles.served}>published</span>
                    ) : null}
                    <span className={styles.facts}>
                      <Time at={publishedAt} /> · {nodeCount === 1 ? '1 node' : `${nodeCount} nodes`}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <MoreButton query={list} />
          </nav>
          <section className={styles.detail} aria-label={`Version ${shown.version}`}>
            <div className={styles.tools}>
              <h2>Version {shown.version}</h2>
              <Button
                icon={<ArchiveRestore />}
                busy={restore.isPending}
                onClick={() => restore.mutate(shown.version)}
                title="Replaces the draft. What is published stays as it is."
              >
                Restore into the draft
              </Button>
            </div>
            {restore.isError ? <ErrorNote title="It was not restored" error={restore.error} /> : null}
            <VersionGraph workflowId={workflowId} version={shown.version} />
          </section>
        </div>
      )}
    </Page>
  );
}
