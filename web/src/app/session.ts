import { useSyncExternalStore } from 'react';

let signedOut = false;
const listeners = new Set<() => void>();

/** Called when the server says that nobody is signed in any more. */
export function markSignedOut(): void {
  signedOut = true;
  for (const listen of listeners) listen();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** True once the server refused a call because nobody is signed in. */
export const useSignedOut = (): boolean => useSyncExternalStore(subscribe, () => signedOut);
