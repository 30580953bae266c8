import { useMediaQuery } from '../app/use-media-query.ts';

/** Whether the window is too narrow for list and detail side by side. */
export const useNarrowHistory = (): boolean => useMediaQuery('(max-width: 860px)');
