import { endpoints, type WorkflowListItem } from '@millrace/shared/api';
import type { WorkflowTemplate } from '@millrace/shared/templates/workflow-template';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Search, Upload } from 'lucide-react';
import { useState } from 'react';
import { apiPages } from '../app/query.ts';
import { useUrlParam } from '../app/use-url-param.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { MoreButton } from '../ui/more-button.tsx';
import { NameDialog } from '../ui/name-dialog.tsx';
import { Page } from '../ui/page.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { ImportButton } from './import-button.tsx';
import { RetentionDialog } from './retention-dialog.tsx';
import { TemplateList } from './template-list.tsx';
import { useWorkflowActions } from './use-workflow-actions.ts';
import { WorkflowRow } from './workflow-row.tsx';
import styles from './workflows-page.module.css';

type Asking = { readonly what: 'rename' | 'delete' | 'retention'; readonly workflow: WorkflowListItem } | null;

const NAME_HINT = 'What it does, as “New orders to the CRM”.';

/** Every workflow, with what it does at the moment. */
export function WorkflowsPage() {
  const [q, setQ] = useUrlParam('q');
  const [creating, setCreating] = useUrlParam('new');
  const [asking, setAsking] = useState<Asking>(null);
  const [importError, setImportError] = useState<unknown>(null);
  const list = useInfiniteQuery(
    apiPages(endpoints.listWorkflows, { query: { limit: 100, ...(q === null ? {} : { q: q.slice(0, 120) }) } }),
  );
  const { create, rename, remove, setPaused, exportGraph } = useWorkflowActions();
  const workflows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const close = () => setAsking(null);
  const startBlank = () => {
    create.reset();
    setCreating('1');
  };
  const startFrom = ({ name, graph }: WorkflowTemplate) => {
    setImportError(null);
    create.mutate({ name, graph });
  };
  const importer = (
    <ImportButton
      icon={<Upload />}
      busy={create.isPending}
      onGraph={(file) => {
        setImportError(null);
        create.mutate(file);
      }}
      onError={setImportError}
    />
  );
  const adder = (
    <Button look="primary" icon={<Plus />} onClick={startBlank}>
      New workflow
    </Button>
  );
  const failedImport = importError ?? (creating === null ? create.error : null);
  return (
    <Page
      title="Workflows"
      actions={
        <>
          {importer}
          {adder}
        </>
      }
    >
      <div className={styles.list}>
        {failedImport === null ? null : (
          <div className={styles.note}>
            <ErrorNote title="The workflow was not created" error={failedImport} />
          </div>
        )}
        {q === null && list.isSuccess && workflows.length === 0 ? null : (
          <search className={styles.search}>
            <TextInput
              icon={<Search />}
              type="search"
              aria-label="Find a workflow by name"
              placeholder="Find by name"
              value={q ?? ''}
              onChange={(event) => setQ(event.target.value)}
            />
          </search>
        )}
        {list.isPending ? <Skeleton lines={6} /> : null}
        {list.isError ? (
          <div className={styles.note}>
            <ErrorNote title="The workflows could not be read" error={list.error} onRetry={() => void list.refetch()} />
          </div>
        ) : null}
        {list.isSuccess && workflows.length === 0 && q !== null ? (
          <EmptyState
            title={`No workflow is called “${q}”`}
            actions={<Button onClick={() => setQ(null)}>Show all</Button>}
          >
            Part of a name is enough.
          </EmptyState>
        ) : null}
        {list.isSuccess && workflows.length === 0 && q === null ? (
          <section className={styles.start} aria-label="Start from">
            <TemplateList busy={create.isPending} onChoose={startFrom} onBlank={startBlank} />
          </section>
        ) : null}
        <ul aria-label="Workflows" className={styles.rows} data-old={list.isPlaceholderData}>
          {workflows.map((workflow) => (
            <WorkflowRow
              key={workflow.id}
              workflow={workflow}
              onRename={() => setAsking({ what: 'rename', workflow })}
              onDelete={() => setAsking({ what: 'delete', workflow })}
              onExport={() => exportGraph.mutate(workflow.id)}
              onRetention={() => setAsking({ what: 'retention', workflow })}
              onPause={(paused) => setPaused.mutate({ workflow, paused })}
            />
          ))}
        </ul>
        <MoreButton query={list} />
      </div>
      {creating === null ? null : (
        <NameDialog
          title="New workflow"
          action="Create"
          hint={NAME_HINT}
          initial=""
          busy={create.isPending}
          error={create.error}
          onSubmit={(name) => create.mutate({ name })}
          onClose={() => setCreating(null)}
        >
          <h3 className={styles.or}>Or start from a template</h3>
          <TemplateList busy={create.isPending} onChoose={startFrom} />
        </NameDialog>
      )}
      {asking?.what === 'rename' ? (
        <NameDialog
          title={`Rename “${asking.workflow.name}”`}
          action="Rename"
          hint={NAME_HINT}
          initial={asking.workflow.name}
          busy={rename.isPending}
          error={rename.error}
          onSubmit={(name) => rename.mutate({ id: asking.workflow.id, name }, { onSuccess: close })}
          onClose={close}
        />
      ) : null}
      {asking?.what === 'retention' ? <RetentionDialog workflow={asking.workflow} onClose={close} /> : null}
      {asking?.what === 'delete' ? (
        <DeleteDialog
          workflow={asking.workflow}
          busy={remove.isPending}
          error={remove.error}
          onDelete={() => remove.mutate(asking.workflow.id, { onSuccess: close })}
          onExport={() => exportGraph.mutate(asking.workflow.id)}
          onClose={close}
        />
      ) : null}
    </Page>
  );
}
