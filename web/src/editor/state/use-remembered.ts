import { useCallback, useMemo, useState } from 'react';

const keyOf = (name: string): string => `millrace.editor.${name}`;

/** A choice about this page that the browser remembers, as JSON. */
export function useRemembered<Value>(name: string, initial: Value): readonly [Value, (value: Value) => void] {
  const [chosen, setChosen] = useState<Readonly<Record<string, Value>>>({});
  const value = useMemo(() => chosen[name] ?? read(name, initial), [chosen, name, initial]);
  const set = useCallback(
    (next: Value) => {
      setChosen((old) => ({ ...old, [name]: next }));
      localStorage.setItem(keyOf(name), JSON.stringify(next));
    },
    [name],
  );
  return [value, set];
}

const read = <Value>(name: string, initial: Value): Value => {
  const kept = localStorage.getItem(keyOf(name));
  try {
    return kept === null ? initial : (JSON.parse(kept) as Value);
  } catch {
    return initial;
  }
};
