import type { Graph } from '@millrace/shared/workflow';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type GraphSlice, graphSlice } from './graph-slice.ts';
import { type LooseTextSlice, looseTextSlice } from './loose-text-slice.ts';
import { type PickerSlice, pickerSlice } from './picker-slice.ts';
import { type SelectionSlice, selectionSlice } from './selection-slice.ts';

export type EditorState = GraphSlice & SelectionSlice & PickerSlice & LooseTextSlice;
export type EditorStore = StoreApi<EditorState>;

/** The state of one open editor. Lives as long as the page shows this workflow. */
export const createEditorStore = (graph: Graph, nodeId: string | null): EditorStore =>
  createStore<EditorState>()((...args) => ({
    ...graphSlice(graph)(...args),
    ...selectionSlice(nodeId)(...args),
    ...pickerSlice(...args),
    ...looseTextSlice(...args),
  }));
