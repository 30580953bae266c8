import { useSyncExternalStore } from 'react';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const STORAGE_KEY = 'millrace.theme';
const listeners = new Set<() => void>();
let theme: Theme = read();

function read(): Theme {
  const stored = localStorage.getItem(STORAGE_KEY);
  return themes.find((known) => known === stored) ?? 'system';
}

/** Puts the chosen theme on the document; the tokens do the rest. */
export function applyTheme(): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function setTheme(next: Theme): void {
  theme = next;
  localStorage.setItem(STORAGE_KEY, next);
  applyTheme();
  for (const listen of listeners) listen();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const useTheme = (): Theme => useSyncExternalStore(subscribe, () => theme);
