import { type RefObject, useEffect, useRef } from 'react';

/** A ref that holds the value of the last render, for callbacks that outlive one. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
