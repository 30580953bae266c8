import { useEffect } from 'react';

/** Loads the inspector with its code editors, which are more than half of the editor's own code. */
export const loadInspector = async () => {
  const { Inspector } = await import('./inspector.tsx');
  return { default: Inspector };
};

/** Has the inspector loaded at the first sign that somebody is going to work here, before a node is selected. */
export function usePreparedInspector(): void {
  useEffect(() => {
    const prepare = () => void loadInspector();
    const once = { once: true, passive: true } as const;
    window.addEventListener('pointermove', prepare, once);
    window.addEventListener('keydown', prepare, once);
    return () => {
      window.removeEventListener('pointermove', prepare);
      window.removeEventListener('keydown', prepare);
    };
  }, []);
}
