import { endpoints } from '@millrace/shared/api';
import { useCallback, useState } from 'react';
import { call } from '../../app/api.ts';
import type { DraftSaver } from '../state/draft-saver.ts';

type TestSource =
  | { readonly deliveryId: string }
  | {
      readonly request: {
        method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        path: string;
        query: string;
        headers: Record<string, string>;
        body: string;
      };
    };

export interface TestRun {
  readonly starting: boolean;
  readonly error: Error | null;
  /** Saves the draft and runs it; true when the run started. */
  readonly start: (source: TestSource) => Promise<boolean>;
}

/** Runs the draft as it stands on this page. */
export function useTestRun(workflowId: string, saver: DraftSaver, onStarted: (executionId: string) => void): TestRun {
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const start = useCallback(
    async (source: TestSource): Promise<boolean> => {
      setStarting(true);
      setError(null);
      try {
        if (!(await saver.flush())) {
          throw new Error('The draft could not be saved, so it was not run. See beside the name of the workflow why.');
        }
        const execution = await call(endpoints.testWorkflow, { params: { id: workflowId }, body: source });
        onStarted(execution.id);
        return true;
      } catch (caught) {
        setError(caught instanceof Error ? caught : new Error(String(caught)));
        return false;
      } finally {
        setStarting(false);
      }
    },
    [workflowId, saver, onStarted],
  );
  return { starting, error, start };
}
