import type { Graph } from '@millrace/shared/workflow';
import type { StateCreator } from 'zustand/vanilla';
import { beginHistory, type History, recordEdit, redo, undo } from '../graph/undo-history.ts';
import type { EditorState } from './editor-store.ts';

/** The draft as it stands on this page, with its history. */
export interface GraphSlice {
  readonly history: History<Graph>;
  /** Changes the draft. Edits of one non-empty `kind` in quick succession are one undo step. */
  edit(kind: string, change: (graph: Graph) => Graph): void;
  undo(): void;
  redo(): void;
}

export const graphSlice =
  (graph: Graph): StateCreator<EditorState, [], [], GraphSlice> =>
  (set) => ({
    history: beginHistory(graph),
    edit: (kind, change) =>
      set(({ history }) => ({ history: recordEdit(history, change(history.present), kind, Date.now()) })),
    undo: () => set(({ history }) => ({ history: undo(history) })),
    redo: () => set(({ history }) => ({ history: redo(history) })),
  });
