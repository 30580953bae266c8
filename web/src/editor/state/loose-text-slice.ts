import type { StateCreator } from 'zustand/vanilla';
import type { EditorState } from './editor-store.ts';

/** Text of fields that is no value yet, such as half a JSON document, by `<node id>:<path>`; kept until it is one. */
export interface LooseTextSlice {
  readonly looseTexts: ReadonlyMap<string, string>;
  /** Null forgets the text. */
  setLooseText(key: string, text: string | null): void;
}

export const looseTextSlice: StateCreator<EditorState, [], [], LooseTextSlice> = (set) => ({
  looseTexts: new Map(),
  setLooseText: (key, text) =>
    set(({ looseTexts }) => {
      if (text === null && !looseTexts.has(key)) return {};
      const next = new Map(looseTexts);
      if (text === null) next.delete(key);
      else next.set(key, text);
      return { looseTexts: next };
    }),
});
