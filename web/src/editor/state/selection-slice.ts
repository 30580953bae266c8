import type { StateCreator } from 'zustand/vanilla';
import type { EditorState } from './editor-store.ts';

/** What is selected on the canvas. The inspector shows the node when it is exactly one. */
export interface SelectionSlice {
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  select(nodeIds: Iterable<string>, edgeIds?: Iterable<string>): void;
  /** Applies what the canvas reports: ids that became selected or stopped being so. */
  changeSelection(what: 'nodes' | 'edges', changes: readonly { id: string; selected: boolean }[]): void;
}

export const selectionSlice =
  (nodeId: string | null): StateCreator<EditorState, [], [], SelectionSlice> =>
  (set) => ({
    selectedNodes: new Set(nodeId === null ? [] : [nodeId]),
    selectedEdges: new Set(),
    select: (nodeIds, edgeIds = []) => set({ selectedNodes: new Set(nodeIds), selectedEdges: new Set(edgeIds) }),
    changeSelection: (what, changes) =>
      set((state) => {
        const key = what === 'nodes' ? 'selectedNodes' : 'selectedEdges';
        const next = new Set(state[key]);
        for (const { id, selected } of changes) {
          if (selected) next.add(id);
          else next.delete(id);
        }
        return { [key]: next };
      }),
  });

/** The one selected node, or null when there is none or several are. */
export const onlySelected = ({ selectedNodes }: Pick<SelectionSlice, 'selectedNodes'>): string | null =>
  selectedNodes.size === 1 ? ([...selectedNodes][0] ?? null) : null;
