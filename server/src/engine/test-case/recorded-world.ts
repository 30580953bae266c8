import type { Graph } from '@millrace/shared/workflow';
import { type NodeContext, type NodeImplementation, type NodeResult, StepFailure } from '../../nodes/implement.ts';
import { stepKey } from '../../store/step-key.ts';
import type { RecordedAnswer, SentByNode } from '../../store/test-case-store.ts';
import type { Plan, PlanNode } from '../plan.ts';
import { isAnswered } from './recorded-answers.ts';

/** What stands for the outside while a test runs: it notes what is sent there, and answers as the outside once did. */
export class RecordedWorld {
  /** In the order in which it would have been sent. */
  readonly sent: SentByNode[] = [];
  /** What of it the outside was never sent, so that nobody knows its answer. */
  readonly unanswered: SentByNode[] = [];
  readonly #answers: ReadonlyMap<string, RecordedAnswer>;
  /** The ids of nodes that the graph has no more, by their types and names: somebody may have drawn them anew. */
  readonly #gone: ReadonlyMap<string, string>;

  constructor(answers: readonly RecordedAnswer[], graph: Graph) {
    const ids = new Set(graph.nodes.map(({ id }) => id));
    this.#answers = new Map(answers.map((answer) => [stepKey(answer.nodeId, answer.round ?? undefined), answer]));
    this.#gone = new Map(
      answers
        .filter(({ nodeId }) => !ids.has(nodeId))
        .map(({ nodeId, nodeType, nodeName }) => [nameOf(nodeType, nodeName), nodeId]),
    );
  }

  /** The same plan on this world: nothing of it acts outside, waits, or is tried again. */
  planOn(plan: Plan): Plan {
    const sections = [...plan.sections].map(([number, section]) => [number, { ...section, isKept: false }] as const);
    return { ...plan, sections: new Map(sections), nodes: plan.nodes.map((node) => this.#nodeOn(node)) };
  }

  #nodeOn(node: PlanNode): PlanNode {
    const settings = { ...node.settings, retry: { ...node.settings.retry, attempts: 1 } };
    if (!isAnswered(node.type)) return { ...node, settings };
    const execute: NodeImplementation['execute'] = (context, config) => this.#answer(node, context, config);
    const { definition } = node.implementation;
    return { ...node, settings, effect: 'none', isWrittenFirst: false, implementation: { definition, execute } };
  }

  #answer(node: PlanNode, { round }: NodeContext, config: unknown): NodeResult {
    const sent = { nodeId: node.id, nodeName: node.name, round, config: JSON.parse(JSON.stringify(config ?? null)) };
    this.sent.push(sent);
    const answer = this.#find(node, round);
    if (answer !== undefined) return resultOf(answer);
    this.unanswered.push(sent);
    const message = `"${node.name}" did not run in the kept execution, so that nobody knows what it would be answered.`;
    return { kind: 'fail', failure: { code: 'not-recorded', message, nodeId: node.id, nodeName: node.name } };
  }

  #find({ id, type, name }: PlanNode, round: number | null): RecordedAnswer | undefined {
    const key = (nodeId: string) => stepKey(nodeId, round ?? undefined);
    const own = this.#answers.get(key(id)) ?? this.#answers.get(key(this.#gone.get(nameOf(type, name)) ?? ''));
    return own?.nodeType === type ? own : undefined;
  }
}

/** What to do about a node that would send what the record holds no answer to. */
export const notAnswered = ({ nodeName }: Pick<SentByNode, 'nodeName'>): string =>
  `"${nodeName}" would send something, and the kept execution holds no answer to it. Run the draft once, and keep that execution as a test case instead.`;

const nameOf = (type: string, name: string): string => `${type}\n${name}`;

/** @throws StepFailure where the outside failed the step */
function resultOf({ status, ports, isPassed, output, error }: RecordedAnswer): NodeResult {
  if (status === 'filtered') return { kind: 'stop' };
  if (status === 'failed')
    throw new StepFailure(error ?? { code: 'unknown', message: 'It failed.' }, { retryable: false });
  const [port = 'out'] = ports;
  return isPassed ? { kind: 'pass', port } : { kind: 'output', port, value: output };
}
