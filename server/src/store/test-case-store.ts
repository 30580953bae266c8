import type { ExecutionOrigin, Failure } from '@millrace/shared/execution';
import type { TestCase } from '@millrace/shared/test-case';
import type { NewDelivery } from './store.ts';

/** How a step ended that acted outside or waited: what a test answers in its place. */
export interface RecordedAnswer {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly nodeType: string;
  /** Of a node in a container: in which round, from 0. */
  readonly round: number | null;
  readonly status: 'succeeded' | 'filtered' | 'failed';
  /** The ports its value left through. */
  readonly ports: readonly string[];
  /** Its input went on, rather than an output of its own. */
  readonly isPassed: boolean;
  readonly output: unknown;
  readonly error: Failure | null;
}

/** What of an execution is needed to run it again without the outside. */
export interface KeptExecution {
  readonly id: string;
  readonly workflowName: string;
  readonly version: number | null;
  readonly origin: ExecutionOrigin;
  readonly createdAt: number;
  readonly answers: readonly RecordedAnswer[];
}

/** What a node would have sent, with its templates filled in. */
export interface SentByNode {
  readonly nodeId: string;
  readonly nodeName: string;
  readonly round: number | null;
  readonly config: unknown;
}

/** What an execution comes to, as far as anybody outside can tell. */
export interface CaseOutcome {
  readonly status: 'succeeded' | 'filtered' | 'failed';
  /** Code of the failure. */
  readonly error: string | null;
  readonly output: unknown;
  /** What a respond node told the sender. */
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: unknown;
  } | null;
  readonly sent: readonly SentByNode[];
}

/** With what running it needs, which the `TestCase` of a list does without. */
export interface WholeTestCase {
  readonly id: string;
  readonly workflowId: string;
  readonly name: string;
  readonly delivery: NewDelivery;
  readonly execution: KeptExecution;
  readonly expected: CaseOutcome;
  /** Paths that are not compared. */
  readonly ignored: readonly string[];
  readonly createdAt: number;
}

export interface TestCaseChange {
  readonly name?: string | undefined;
  readonly ignored?: readonly string[] | undefined;
  readonly expected?: CaseOutcome | undefined;
}

export interface TestCaseStore {
  /** `too-many`: the workflow has as many as it may. Rejects with `ReferenceMissing` when the workflow is gone. */
  createTestCase(testCase: WholeTestCase, most: number): Promise<'created' | 'too-many'>;
  /** Oldest first. */
  listTestCases(workflowId: string): Promise<readonly TestCase[]>;
  getTestCase(workflowId: string, id: string): Promise<WholeTestCase | undefined>;
  /** False when there is none. */
  updateTestCase(workflowId: string, id: string, change: TestCaseChange): Promise<boolean>;
  deleteTestCase(workflowId: string, id: string): Promise<boolean>;
}
