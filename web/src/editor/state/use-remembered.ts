import { useCallback, useState } from 'react';

const keyOf = (name: string): string => `millrace.editor.${name}`;

/** A choice about this page that the browser remembers, as JSON. */
export function useRemembered<Value>(name: string, initial: Value): readonly [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value>(() => {
    const kept = localStorage.getItem(keyOf(name));
    try {
      return kept === null ? initial : (JSON.parse(kept) as Value);
    } catch {
      return initial;
    }
  });
  const set = useCallback(
    (next: Value) => {
      setValue(next);
      localStorage.setItem(keyOf(name), JSON.stringify(next));
    },
    [name],
  );
  return [value, set];
}
