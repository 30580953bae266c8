import { useEffect, useState } from 'react';

/** Longer than between two letters that are typed, shorter than anyone notices. */
const SETTLED_AFTER_MS = 200;

/** A text once it has not changed for a moment, so that not each letter of it is asked for. */
export function useSettled(text: string): string {
  const [settled, settle] = useState(text);
  useEffect(() => {
    if (text === settled) return;
    const timer = setTimeout(() => settle(text), SETTLED_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, settled]);
  return settled;
}
