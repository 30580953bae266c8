import { useEffect, useEffectEvent } from 'react';
import { useUrlParam } from '../../app/use-url-param.ts';
import { useEditor, useEditorStore } from './editor-context.ts';
import { onlySelected } from './selection-slice.ts';

/** Keeps the selected node and `?node=` in step, both ways. */
export function useSelectedInUrl(): void {
  const store = useEditorStore();
  const selected = useEditor(onlySelected);
  const [named, setNamed] = useUrlParam('node');
  const toUrl = useEffectEvent((now: string | null) => {
    if (now !== named) setNamed(now);
  });
  const fromUrl = useEffectEvent((now: string | null) => {
    if (now !== onlySelected(store.getState())) store.getState().select(now === null ? [] : [now]);
  });
  useEffect(() => toUrl(selected), [selected]);
  useEffect(() => fromUrl(named), [named]);
}
