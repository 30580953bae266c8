import { useState } from 'react';

/** Keys for rows without ids, so that each keeps its fields when another one is removed. */
export function useRowKeys(count: number): { keys: readonly string[]; removed: (index: number) => void } {
  const [state, setState] = useState({ keys: range(0, count), next: count });
  if (state.keys.length !== count) {
    const missing = Math.max(0, count - state.keys.length);
    setState({
      keys: [...state.keys.slice(0, count), ...range(state.next, missing)],
      next: state.next + missing,
    });
  }
  return {
    keys: state.keys,
    removed: (index) => setState({ ...state, keys: state.keys.filter((_, at) => at !== index) }),
  };
}

const range = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `row-${from + index}`);
