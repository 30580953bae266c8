import { endpoints } from '@millrace/shared/api';
import type { TestCase, TestCaseResult } from '@millrace/shared/test-case';
import type { Graph } from '@millrace/shared/workflow';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../../app/api.ts';
import { apiQuery } from '../../app/query.ts';
import { versionChanges } from '../graph/version-changes.ts';
import type { DraftSaver } from '../state/draft-saver.ts';
import { useEditorStore, useGraph } from '../state/editor-context.ts';

/** What is known of a case on this page. */
export interface CaseState {
  readonly testCase: TestCase;
  /** Of its last run; null before. */
  readonly result: TestCaseResult | null;
  /** The draft has changed since that run. */
  readonly stale: boolean;
  readonly running: boolean;
}

interface Kept {
  readonly result: TestCaseResult;
  readonly graph: Graph;
}

export interface TestCases {
  /** Undefined until they are known. */
  readonly cases: readonly CaseState[] | undefined;
  readonly readError: Error | null;
  /** Why the last thing that was tried with them did not work, and what that was. */
  readonly failure: { readonly title: string; readonly error: Error } | null;
  readonly running: boolean;
  /** Saves the draft and runs these cases on it, or all. */
  readonly run: (caseIds?: readonly string[]) => void;
  readonly change: (testCase: TestCase, changes: { name?: string; ignored?: string[] }) => void;
  readonly accept: (testCase: TestCase) => void;
  readonly accepting: boolean;
  readonly remove: (testCase: TestCase) => void;
}

/** The test cases of the workflow, and what became of them since the editor was opened. */
export function useTestCases(workflowId: string, saver: DraftSaver): TestCases {
  const client = useQueryClient();
  const store = useEditorStore();
  const graph = useGraph();
  const params = { id: workflowId };
  const [results, setResults] = useState<ReadonlyMap<string, Kept>>(new Map());
  const [wanted, setWanted] = useState<readonly string[] | 'all' | null>(null);
  const query = apiQuery(endpoints.listTestCases, { params });
  const list = useQuery({ ...query, staleTime: 0 });
  const reread = () => client.invalidateQueries({ queryKey: query.queryKey });

  const save = async (): Promise<Graph> => {
    const saved = store.getState().history.present;
    if (!(await saver.flush()))
      throw new Error('The draft could not be saved. See beside the name of the workflow why.');
    return saved;
  };
  const run = useMutation({
    mutationFn: async (caseIds?: readonly string[]) => {
      setWanted(caseIds ?? 'all');
      const ran = await save();
      const body = caseIds === undefined ? {} : { caseIds: [...caseIds] };
      return { ran, answer: await call(endpoints.runTestCases, { params, body }) };
    },
    onSuccess: ({ ran, answer }) =>
      setResults(
        (old) => new Map([...old, ...answer.results.map((result) => [result.caseId, { result, graph: ran }] as const)]),
      ),
    onSettled: () => setWanted(null),
  });
  const change = useMutation({
    mutationFn: async ({ id, changes }: { id: string; changes: { name?: string; ignored?: string[] } }) =>
      await call(endpoints.updateTestCase, { params: { ...params, caseId: id }, body: changes }),
    onSuccess: async ({ id }, { changes }) => {
      await reread();
      if (changes.ignored !== undefined) run.mutate([id]);
    },
  });
  const accept = useMutation({
    mutationFn: async (id: string) => {
      await save();
      return await call(endpoints.acceptTestCase, { params: { ...params, caseId: id } });
    },
    onSuccess: async ({ id }) => {
      await reread();
      run.mutate([id]);
    },
  });
  const remove = useMutation({
    mutationFn: async (id: string) => await call(endpoints.deleteTestCase, { params: { ...params, caseId: id } }),
    onSuccess: reread,
  });

  const stale = useMemo(() => {
    const graphs = new Set([...results.values()].map((kept) => kept.graph));
    return new Set([...graphs].filter((ran) => ran !== graph && hasChanged(ran, graph)));
  }, [results, graph]);
  const failures = [
    ['The tests did not run', run.error],
    ['The test case was not changed', change.error],
    ['It was not accepted', accept.error],
    ['The test case was not deleted', remove.error],
  ] as const;
  const [title, error] = failures.find((each) => each[1] !== null) ?? [];
  const begin = () => {
    for (const each of [run, change, accept, remove]) each.reset();
  };
  return {
    cases: list.data?.items.map((testCase) => {
      const kept = results.get(testCase.id);
      return {
        testCase,
        result: kept?.result ?? null,
        stale: kept !== undefined && stale.has(kept.graph),
        running: wanted === 'all' || (wanted?.includes(testCase.id) ?? false),
      };
    }),
    readError: list.error,
    failure: title === undefined || !error ? null : { title, error },
    running: run.isPending,
    run: (caseIds) => {
      begin();
      run.mutate(caseIds);
    },
    change: ({ id }, changes) => {
      begin();
      change.mutate({ id, changes });
    },
    accept: ({ id }) => {
      begin();
      accept.mutate(id);
    },
    accepting: accept.isPending,
    remove: ({ id }) => {
      begin();
      remove.mutate(id);
    },
  };
}

/** Whether two drafts do different things; where nodes stand does not matter. */
function hasChanged(before: Graph, after: Graph): boolean {
  const { added, changed, removed, rewired } = versionChanges(before, after);
  return added.length + changed.length + removed.length + rewired > 0;
}
