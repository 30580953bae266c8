import type { Graph } from '@millrace/shared/workflow';
import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { EditorState, EditorStore } from './editor-store.ts';

export const EditorContext = createContext<EditorStore | null>(null);

/** The store of the editor around this component. */
export const useEditorStore = (): EditorStore => {
  const store = use(EditorContext);
  if (store === null) throw new Error('This component belongs inside an EditorContext.');
  return store;
};

export const useEditor = <Selected>(selector: (state: EditorState) => Selected): Selected =>
  useStore(useEditorStore(), selector);

const currentGraph = (state: EditorState): Graph => state.history.present;

/** The draft as it stands on this page. */
export const useGraph = (): Graph => useEditor(currentGraph);
