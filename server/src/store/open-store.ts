import { openSqliteStore } from './sqlite/open-sqlite-store.ts';
import type { Store } from './store.ts';

/**
 * Opens what is kept in this file, or starts it. The one place that knows which database stands behind the interface.
 * @throws DatabaseUnusable with a sentence for the person who started it
 */
export const openStore = (file: string): Promise<Store> => openSqliteStore({ file });
