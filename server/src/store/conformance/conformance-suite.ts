import type { Store } from '../store.ts';

/** What a part of the suite gets: the store under test, open while a test runs. */
export type StoreUnderTest = () => Store;
