import { endpoints } from '@millrace/shared/api';
import type { BulkAction, BulkResult } from '@millrace/shared/bulk';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type CallArguments, call } from '../app/api.ts';

export type BulkFilter = NonNullable<CallArguments<typeof endpoints.bulkExecutions>['body']['filter']>;

export interface Bulk {
  /** `stopped`: by the person, or by an error; it can go on from there. */
  readonly state: 'idle' | 'running' | 'stopped' | 'done';
  readonly done: number;
  readonly skipped: BulkResult['skipped'];
  readonly error: unknown;
}

const IDLE: Bulk = { state: 'idle', done: 0, skipped: [], error: null };
const PAGE_LENGTH = 50;

/** Does something with all executions that fit a filter, a page at a time, until it is stopped or the page is left. */
export function useBulk() {
  const client = useQueryClient();
  const [bulk, setBulk] = useState<Bulk>(IDLE);
  const progress = useRef<Bulk>(IDLE);
  const cursor = useRef<string | undefined>(undefined);
  const isWanted = useRef(false);
  useEffect(
    () => () => {
      isWanted.current = false;
    },
    [],
  );
  const show = (changes: Partial<Bulk>) => {
    progress.current = { ...progress.current, ...changes };
    setBulk(progress.current);
  };
  const run = async (action: BulkAction, filter: BulkFilter) => {
    isWanted.current = true;
    show({ state: 'running', error: null });
    try {
      while (isWanted.current) {
        const body = { action, filter, limit: PAGE_LENGTH, cursor: cursor.current };
        const page = await call(endpoints.bulkExecutions, { body });
        const { done, skipped } = progress.current;
        show({ done: done + page.done.length, skipped: [...skipped, ...page.skipped] });
        cursor.current = page.nextCursor ?? undefined;
        if (page.nextCursor === null) {
          show({ state: 'done' });
          break;
        }
      }
      if (progress.current.state !== 'done') show({ state: 'stopped' });
    } catch (error) {
      show({ state: 'stopped', error });
    }
    void client.invalidateQueries({ queryKey: [endpoints.listExecutions.path] });
    void client.invalidateQueries({ queryKey: [endpoints.countUnresolved.path] });
  };
  return {
    bulk,
    run,
    /** Once the page under way is done. */
    stop: () => {
      isWanted.current = false;
    },
  };
}
