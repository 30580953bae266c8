import type { StateCreator } from 'zustand/vanilla';
import type { Place } from '../graph/place-node.ts';
import type { EditorState } from './editor-store.ts';

/** Where the node goes that is picked next. */
type PickerPlace = Exclude<Place, { kind: 'next' }>;

/** The list of node types that opens at a place on the canvas. `at` is in pixels of the window. */
export interface PickerSlice {
  readonly picker: { readonly place: PickerPlace; readonly at: { readonly x: number; readonly y: number } } | null;
  openPicker(place: PickerPlace, at: { x: number; y: number }): void;
  closePicker(): void;
}

export const pickerSlice: StateCreator<EditorState, [], [], PickerSlice> = (set) => ({
  picker: null,
  openPicker: (place, at) => set({ picker: { place, at } }),
  closePicker: () => set({ picker: null }),
});
