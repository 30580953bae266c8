import type { Step, StepStatus } from '@millrace/shared/execution';
import type { Graph } from '@millrace/shared/workflow';

/** From what is worst to look at to what says least. */
const bySeverity: readonly StepStatus[] = [
  'failed',
  'running',
  'waiting',
  'cancelled',
  'succeeded',
  'filtered',
  'skipped',
];

/** How bad a state is: 0 for the worst. */
export const severityOf = (status: StepStatus): number => bySeverity.indexOf(status);

/** The first step in the worst state. There has to be one. */
export const worstOf = (steps: readonly Step[]): Step =>
  steps.reduce((worst, step) => (severityOf(step.status) < severityOf(worst.status) ? step : worst));

/** From the first start to the last end, in milliseconds; null while something runs, and where nothing did. */
export function spanOf(steps: readonly Step[]): number | null {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { startedAt, finishedAt } of steps) {
    if (startedAt === null) continue;
    if (finishedAt === null) return null;
    first = Math.min(first, Date.parse(startedAt));
    last = Math.max(last, Date.parse(finishedAt));
  }
  return last < first ? null : last - first;
}

/** The steps of one node in the order of its rounds; a single one where it stands in no container. */
export const roundsOf = (steps: readonly Step[], nodeId: string | null): Step[] =>
  steps.filter((step) => step.nodeId === nodeId).sort((one, other) => (one.round ?? 0) - (other.round ?? 0));

/** Which round of a container is looked at where none was chosen: the first in which something failed, else the first. */
export function usualRound(steps: readonly Step[], graph: Graph, nodeId: string | null): number {
  const frame = graph.nodes.find(({ id }) => id === nodeId)?.parentId;
  const inside = new Set(graph.nodes.filter(({ parentId }) => parentId === frame).map(({ id }) => id));
  let first = Number.POSITIVE_INFINITY;
  for (const { nodeId: id, round, status } of steps) {
    if (round !== null && round < first && status === 'failed' && inside.has(id)) first = round;
  }
  return Number.isFinite(first) ? first : 0;
}

/** The step of that round, else the one of the round before it, else the first. */
export const stepAt = (rounds: readonly Step[], round: number): Step | undefined =>
  rounds.findLast((step) => (step.round ?? 0) <= round) ?? rounds[0];

/** The steps with one round of each container: the chosen one. */
export const stepsInRound = (steps: readonly Step[], round: number): Step[] =>
  steps.filter((step) => step.round === null || step.round === round);

/** The next failed one behind a round, from the front again at the end; undefined when no other failed. */
export function nextFailed(rounds: readonly Step[], round: number): Step | undefined {
  const failed = rounds.filter((step) => step.status === 'failed' && step.round !== round);
  return failed.find((step) => (step.round ?? 0) > round) ?? failed[0];
}
