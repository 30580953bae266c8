import type { Failure } from '@millrace/shared/execution';
import type { TestCaseResult, TestDifference } from '@millrace/shared/test-case';
import type { Graph } from '@millrace/shared/workflow';
import type { SentByNode, WholeTestCase } from '../../store/test-case-store.ts';
import { compareOutcomes, shown } from './compare-outcomes.ts';
import { textOf } from './compared-path.ts';
import { outcomeOf, type TestParts } from './outcome-of.ts';
import { notAnswered } from './recorded-world.ts';

/** Runs a graph over a test case and says what it does otherwise than expected. */
export async function runTestCase(parts: TestParts, graph: Graph, testCase: WholeTestCase): Promise<TestCaseResult> {
  const startedAt = performance.now();
  const differences = await differencesOf(parts, graph, testCase);
  return {
    ...{ caseId: testCase.id, name: testCase.name, passed: differences.length === 0, differences },
    durationMs: Math.round(performance.now() - startedAt),
  };
}

async function differencesOf(parts: TestParts, graph: Graph, testCase: WholeTestCase): Promise<TestDifference[]> {
  const { expected, ignored } = testCase;
  const run = await outcomeOf(parts, graph, testCase);
  if (run.kind === 'unusable') {
    const { message } = run;
    return [
      {
        nodeId: null,
        nodeName: null,
        path: 'status',
        kind: 'missing',
        expected: expected.status,
        message,
        isCompared: false,
      },
    ];
  }
  // What comes behind what nobody answers is not known, so that it is not compared.
  if (run.unanswered.length > 0) return run.unanswered.map(unanswered);
  return compareOutcomes(expected, run.outcome, ignored).map(({ at: _, ...difference }) =>
    difference.path === 'status' || difference.path === 'error' ? explained(difference, run.failure) : difference,
  );
}

/** With the reason, and the node that it is about. */
const explained = (difference: TestDifference, failure: Failure | null): TestDifference =>
  failure === null
    ? difference
    : {
        ...difference,
        ...{ nodeId: failure.nodeId ?? null, nodeName: failure.nodeName ?? null },
        message: `${difference.message} ${failure.message}`,
      };

const unanswered = (sent: SentByNode): TestDifference => ({
  ...{ nodeId: sent.nodeId, nodeName: sent.nodeName, path: textOf(['steps', sent.nodeName]), isCompared: false },
  ...{ kind: 'unexpected', actual: shown(sent.config), message: notAnswered(sent) },
});
