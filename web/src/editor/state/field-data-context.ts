import { createContext, use } from 'react';
import type { Scope } from '../data/node-data.ts';

/** What the fields of one node's form work with. */
export interface FieldData {
  readonly workflowId: string;
  readonly nodeId: string;
  readonly scope: Scope;
  /** The same with what is only to be expected of nodes that have not run: for completion, never for values. */
  readonly offered: Scope;
  readonly deliveryId: string | null;
  readonly executionId: string | null;
  /** Names of the secrets that exist. */
  readonly secretNames: readonly string[];
  /** False while no delivery and no execution is chosen: there is nothing to show values of. */
  readonly hasData: boolean;
  /** Settles once the server has the draft as this page shows it, or could not be given it. */
  readonly saveDraft: () => Promise<unknown>;
}

export const FieldDataContext = createContext<FieldData | null>(null);

export const useFieldData = (): FieldData => {
  const data = use(FieldDataContext);
  if (data === null) throw new Error('This field belongs inside the form of a node.');
  return data;
};
