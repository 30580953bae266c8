import { endpoints } from '@millrace/shared/api';
import type { Graph, GraphProblem, Workflow } from '@millrace/shared/workflow';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Minus, Pencil, Plus, Rocket } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { call } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { toast } from '../../ui/toast.tsx';
import { versionChanges } from '../graph/version-changes.ts';
import type { DraftSaver } from '../state/draft-saver.ts';
import { BarPopover } from './bar-popover.tsx';
import styles from './publish-button.module.css';
import { PublishRefusal } from './publish-refusal.tsx';

interface PublishButtonProps {
  readonly workflow: Workflow;
  readonly graph: Graph;
  readonly problems: readonly GraphProblem[];
  readonly saver: DraftSaver;
  /** Opens the tests, or the one that the draft does not pass. */
  readonly onShowTests: (caseId?: string) => void;
}

/** Makes the draft the version that is served, after showing what that changes. */
export function PublishButton({ workflow, graph, problems, saver, onShowTests }: PublishButtonProps) {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const { id, publishedVersion } = workflow;
  const published = useQuery({
    ...apiQuery(endpoints.getVersion, { params: { id, version: publishedVersion ?? 0 } }),
    enabled: open && publishedVersion !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const publish = useMutation({
    mutationFn: async () => {
      if (!(await saver.flush())) throw new Error('The draft could not be saved, so it was not published.');
      return await call(endpoints.publishWorkflow, { params: { id }, body: { revision: saver.revision } });
    },
    onSuccess: (next) => {
      setOpen(false);
      client.setQueryData(apiQuery(endpoints.getWorkflow, { params: { id } }).queryKey, (old) =>
        old === undefined ? next : { ...next, draft: old.draft },
      );
      void client.invalidateQueries({ queryKey: [endpoints.listWorkflows.path] });
      toast({ title: `Version ${next.publishedVersion} is published`, detail: 'The trigger URL runs it from now on.' });
    },
  });
  const upToDate = publishedVersion !== null && !workflow.unpublishedChanges;
  return (
    <BarPopover
      title={`Publish version ${(publishedVersion ?? 0) + 1}`}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        publish.reset();
      }}
      trigger={
        <Button size="small" look={upToDate ? 'plain' : 'primary'} icon={<Rocket />}>
          {upToDate ? `Published v${publishedVersion}` : 'Publish'}
        </Button>
      }
    >
      {publishedVersion !== null && published.data === undefined ? (
        published.error === null ? (
          <Skeleton lines={3} />
        ) : (
          <ErrorNote title="The published version could not be read" error={published.error} />
        )
      ) : (
        <Changes graph={graph} published={published.data?.graph ?? null} version={publishedVersion} />
      )}
      {problems.length === 0 ? null : (
        <p className={styles.blocked}>
          {problems.length === 1 ? 'One problem keeps' : `${problems.length} problems keep`} the draft from being
          published. Mend what is marked on the canvas first.
        </p>
      )}
      {publish.error === null ? null : (
        <PublishRefusal
          error={publish.error}
          onShowTests={(caseId) => {
            setOpen(false);
            onShowTests(caseId);
          }}
        />
      )}
      <Button
        look="primary"
        icon={<Rocket />}
        busy={publish.isPending}
        disabled={problems.length > 0 || upToDate}
        onClick={() => publish.mutate()}
      >
        {upToDate ? 'Nothing to publish' : 'Publish'}
      </Button>
    </BarPopover>
  );
}

interface ChangesProps {
  readonly graph: Graph;
  readonly published: Graph | null;
  readonly version: number | null;
}

function Changes({ graph, published, version }: ChangesProps) {
  const { added, changed, removed, rewired } = versionChanges(published, graph);
  if (version === null) {
    return (
      <p className={styles.text}>
        The first version, with {graph.nodes.length === 1 ? 'one node' : `${graph.nodes.length} nodes`}. From then on
        every request to the trigger URL runs it.
      </p>
    );
  }
  const none = added.length + changed.length + removed.length + rewired === 0;
  return (
    <>
      <p className={styles.text}>
        {none ? `The draft does the same as version ${version}.` : `Compared with version ${version}:`}
      </p>
      <ul className={styles.changes}>
        {added.map(({ id, name }) => (
          <Change key={id} icon={<Plus />} word="Added" name={name} />
        ))}
        {changed.map(({ id, name }) => (
          <Change key={id} icon={<Pencil />} word="Changed" name={name} />
        ))}
        {removed.map(({ id, name }) => (
          <Change key={id} icon={<Minus />} word="Removed" name={name} />
        ))}
        {rewired === 0 ? null : (
          <Change icon={<Pencil />} word="Rewired" name={rewired === 1 ? 'one connection' : `${rewired} connections`} />
        )}
      </ul>
    </>
  );
}

function Change({ icon, word, name }: { readonly icon: ReactNode; readonly word: string; readonly name: string }) {
  return (
    <li className={styles.change}>
      {icon}
      <span>{word}</span>
      <strong>{name}</strong>
    </li>
  );
}
