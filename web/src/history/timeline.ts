import type { Attempt, Execution, Step, StepStatus } from '@millrace/shared/execution';
import { spanOf, worstOf } from './step-rounds.ts';

/** A piece of a step's time. `start` and `length` are fractions of the whole, from 0 to 1. */
export interface TimelineBar {
  readonly kind: 'attempt' | 'wait';
  readonly status: Attempt['status'] | 'waiting';
  readonly start: number;
  readonly length: number;
  readonly durationMs: number;
  /** Number of the attempt, or of the one that is waited for; null for a wait for something else, and for many rounds. */
  readonly number: number | null;
}

interface TimelineRow {
  readonly nodeId: string;
  readonly name: string;
  readonly nodeType: string;
  readonly status: StepStatus;
  readonly reused: boolean;
  readonly attempts: number;
  readonly durationMs: number | null;
  readonly bars: readonly TimelineBar[];
}

export interface Timeline {
  readonly rows: readonly TimelineRow[];
  readonly totalMs: number;
  /** How long it stood in the queue before its first step. */
  readonly queuedMs: number;
}

type TimedExecution = Pick<Execution, 'createdAt' | 'startedAt' | 'finishedAt' | 'steps' | 'graph'>;

/** Lays the steps of an execution out over its time, from its creation to its end or to `now`. */
export function timelineOf(execution: TimedExecution, now: number): Timeline {
  const began = Date.parse(execution.createdAt);
  const ended = lastMoment(execution, now);
  const totalMs = Math.max(1, ended - began);
  const fraction = (ms: number) => Math.min(1, Math.max(0, (ms - began) / totalMs));
  const bar = (from: number, to: number): Pick<TimelineBar, 'start' | 'length' | 'durationMs'> => ({
    start: fraction(from),
    length: Math.max(0, fraction(to) - fraction(from)),
    durationMs: Math.max(0, to - from),
  });
  const barsOf = (step: Step): TimelineBar[] =>
    step.attempts.flatMap((attempt, index): TimelineBar[] => {
      const from = Date.parse(attempt.startedAt);
      const to = attempt.finishedAt === null ? ended : Date.parse(attempt.finishedAt);
      const bars: TimelineBar[] = [
        { kind: 'attempt', status: attempt.status, number: attempt.number, ...bar(from, to) },
      ];
      const next = step.attempts[index + 1];
      const waits = attempt.retryAt !== null && (next !== undefined || step.status === 'waiting');
      const until = next === undefined ? ended : Date.parse(next.startedAt);
      if (waits) bars.push({ kind: 'wait', status: 'waiting', number: attempt.number + 1, ...bar(to, until) });
      return bars;
    });
  return {
    totalMs,
    queuedMs: execution.startedAt === null ? totalMs : Math.max(0, Date.parse(execution.startedAt) - began),
    rows: inTimeOrder(wholeNodes(execution)).map((step) => ({
      nodeId: step.nodeId,
      name: step.nodeName,
      nodeType: step.nodeType,
      status: step.status,
      reused: step.reused,
      attempts: step.attempts.length,
      durationMs: step.durationMs,
      bars: step.attempts.length > 0 ? barsOf(step) : wholeStep(step, ended, bar),
    })),
  };
}

/** With one step for each node in a container: in its worst state, from its first round to its last. */
function wholeNodes(execution: TimedExecution): TimedExecution {
  const [single, rounds] = [execution.steps.filter(isSingle), execution.steps.filter((step) => !isSingle(step))];
  const merged = [...Map.groupBy(rounds, ({ nodeId }) => nodeId).values()].map((ofNode): Step => {
    const worst = worstOf(ofNode);
    const starts = ofNode.flatMap(({ startedAt }) => startedAt ?? []).sort();
    const ends = ofNode.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
    const isOver = ends.length === ofNode.length;
    return {
      ...worst,
      nodeName: `${worst.nodeName} ×${ofNode.length}`,
      reused: ofNode.every(({ reused }) => reused),
      attempts: [],
      durationMs: spanOf(ofNode),
      startedAt: starts[0] ?? null,
      finishedAt: isOver ? (ends.at(-1) ?? null) : null,
    };
  });
  return { ...execution, steps: [...single, ...merged] };
}

const isSingle = ({ round }: Step): boolean => round === null;

/** As they started; what started in the same millisecond in the order of the graph, and what never did at the end. */
function inTimeOrder({ steps, graph }: TimedExecution): Step[] {
  const depth = depths(graph);
  const start = ({ startedAt }: Step) => (startedAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(startedAt));
  const depthOf = ({ nodeId }: Step) => depth.get(nodeId) ?? 0;
  return steps.toSorted((one, other) => start(one) - start(other) || depthOf(one) - depthOf(other));
}

/** How many edges lie before each node, on the longest way. */
function depths({ nodes, edges }: Execution['graph']): ReadonlyMap<string, number> {
  const depth = new Map(nodes.map(({ id }) => [id, 0]));
  // A graph without cycles is done after as many rounds as it has nodes at most.
  for (let round = 0, changed = true; changed && round < nodes.length; round += 1) {
    changed = false;
    for (const { source, target } of edges) {
      const least = (depth.get(source) ?? 0) + 1;
      if ((depth.get(target) ?? 0) >= least) continue;
      depth.set(target, least);
      changed = true;
    }
  }
  return depth;
}

/** A step without attempts of its own still has its times, unless it was skipped. */
function wholeStep(
  step: Step,
  ended: number,
  bar: (from: number, to: number) => Pick<TimelineBar, 'start' | 'length' | 'durationMs'>,
): TimelineBar[] {
  if (step.startedAt === null || step.reused) return [];
  const to = step.finishedAt === null ? ended : Date.parse(step.finishedAt);
  const times = bar(Date.parse(step.startedAt), to);
  if (step.wait !== null) return [{ kind: 'wait', status: 'waiting', number: null, ...times }];
  const status =
    step.status === 'failed' || step.status === 'cancelled' || step.status === 'running' ? step.status : 'succeeded';
  return [{ kind: 'attempt', status, number: step.round === null ? 1 : null, ...times }];
}

function lastMoment(execution: TimedExecution, now: number): number {
  if (execution.finishedAt === null) return Math.max(now, Date.parse(execution.createdAt));
  // Steps may be many thousands, which is more than a call takes arguments.
  return execution.steps.reduce(
    (last, { finishedAt }) => (finishedAt === null ? last : Math.max(last, Date.parse(finishedAt))),
    Date.parse(execution.finishedAt),
  );
}
