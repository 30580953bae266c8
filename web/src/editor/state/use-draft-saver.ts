import { endpoints } from '@millrace/shared/api';
import type { Graph, Workflow } from '@millrace/shared/workflow';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ApiProblem, call } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';
import { toast } from '../../ui/toast.tsx';
import { DraftSaver, type SaveResult, type SaveState } from './draft-saver.ts';
import type { EditorStore } from './editor-store.ts';
import { unsavedDrafts } from './unsaved-drafts.ts';

export interface DraftSaving {
  readonly saver: DraftSaver;
  readonly state: SaveState;
  /** Ends a conflict in favour of the server's draft; undo brings this page's one back. */
  readonly takeTheirs: () => Promise<void>;
  /** Ends a conflict in favour of this page's draft. */
  readonly keepMine: () => Promise<void>;
}

/** Saves every edit of the store, keeps the cached workflow in step, and takes over what others saved meanwhile. */
export function useDraftSaver(workflow: Workflow, store: EditorStore): DraftSaving {
  const client = useQueryClient();
  const { id } = workflow;
  const [{ saver, taken }] = useState(() => ({
    saver: new DraftSaver(workflow.draft.revision, (graph, revision) => send(id, graph, revision, remember)),
    // The graph that is being taken over from the server: showing it is no edit to save.
    taken: { graph: null as Graph | null },
  }));
  const key = apiQuery(endpoints.getWorkflow, { params: { id } }).queryKey;

  function remember(graph: Graph, saved: Pick<Workflow['draft'], 'revision' | 'problems'>, changed: boolean): void {
    client.setQueryData(key, (old) =>
      old === undefined ? old : { ...old, unpublishedChanges: changed, draft: { ...old.draft, ...saved, graph } },
    );
  }

  useEffect(() => {
    saver.open();
    const stop = store.subscribe(({ history }, before) => {
      if (history.present === before.history.present || history.present === taken.graph) return;
      saver.change(history.present);
    });
    const kept = unsavedDrafts.take(id);
    if (kept !== null) store.getState().edit('', () => kept);
    const warn = (event: BeforeUnloadEvent) => {
      if (saver.state.kind !== 'saved') event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      stop();
      window.removeEventListener('beforeunload', warn);
      void saver.close().then(() => {
        if (saver.state.kind === 'saved') return;
        unsavedDrafts.keep(id, store.getState().history.present);
        toast({
          title: 'The last changes are not saved',
          detail: 'The server did not take them. They are kept: open the workflow again to save them.',
          look: 'error',
        });
      });
    };
  }, [id, store, saver, taken]);

  const adopt = (theirs: Workflow) => {
    taken.graph = theirs.draft.graph;
    store.getState().edit('', () => theirs.draft.graph);
    taken.graph = null;
    saver.accept(theirs.draft.revision);
  };

  // Another page, another person, or a restored version changed the draft while nothing was unsaved here.
  const { revision } = workflow.draft;
  useEffect(() => {
    if (saver.state.kind === 'saved' && revision > saver.revision) adopt(workflow);
  });

  const read = async (): Promise<Workflow> => {
    const theirs = await call(endpoints.getWorkflow, { params: { id } });
    client.setQueryData(key, theirs);
    return theirs;
  };
  return {
    saver,
    state: useSyncExternalStore(saver.subscribe, () => saver.state),
    takeTheirs: async () => adopt(await read()),
    keepMine: async () => {
      const theirs = await call(endpoints.getWorkflow, { params: { id } });
      await saver.overwrite(theirs.draft.revision, store.getState().history.present);
    },
  };
}

const send = async (
  id: string,
  graph: Graph,
  revision: number,
  remember: (graph: Graph, saved: Pick<Workflow['draft'], 'revision' | 'problems'>, changed: boolean) => void,
): Promise<SaveResult> => {
  try {
    const saved = await call(endpoints.saveDraft, { params: { id }, body: { graph, revision } });
    remember(graph, { revision: saved.revision, problems: saved.problems }, saved.unpublishedChanges);
    return { kind: 'saved', revision: saved.revision };
  } catch (error) {
    if (!(error instanceof ApiProblem)) return { kind: 'refused', message: String(error) };
    if (error.kind === 'stale-revision' || error.kind === 'conflict') return { kind: 'stale' };
    const { status } = error.problem;
    return status === 0 || status >= 500 || status === 401
      ? { kind: 'unreachable' }
      : { kind: 'refused', message: error.message };
  }
};
