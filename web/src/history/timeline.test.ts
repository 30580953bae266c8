import type { Attempt, Step } from '@millrace/shared/execution';
import { describe, expect, it } from 'vitest';
import { timelineOf } from './timeline.ts';

const at = (ms: number) => new Date(1_700_000_000_000 + ms).toISOString();

const attempt = (number: number, from: number, to: number | null, more: Partial<Attempt> = {}): Attempt => ({
  number,
  status: 'succeeded',
  startedAt: at(from),
  finishedAt: to === null ? null : at(to),
  error: null,
  retryAt: null,
  ...more,
});

const step = (more: Partial<Step>): Step => ({
  nodeId: 'n',
  nodeName: 'Node',
  nodeType: 'script',
  round: null,
  status: 'succeeded',
  ports: ['out'],
  reused: false,
  attempts: [],
  input: null,
  output: null,
  error: null,
  logs: [],
  wait: null,
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  ...more,
});

const graph = { nodes: [], edges: [] };

describe('the timeline of an execution', () => {
  it('shows a node in a container once, over all of its rounds and in the worst of their states', () => {
    const inside = (round: number, status: Step['status'], from: number, to: number) =>
      step({ nodeId: 'a', nodeName: 'A', round, status, startedAt: at(from), finishedAt: at(to) });
    const steps = [inside(0, 'succeeded', 10, 20), inside(1, 'failed', 12, 50), inside(2, 'succeeded', 20, 40)];
    const { rows } = timelineOf({ createdAt: at(0), startedAt: at(0), finishedAt: at(100), steps, graph }, 0);
    expect(rows).toMatchObject([
      { name: 'A ×3', status: 'failed', durationMs: 40, bars: [{ start: 0.1, length: 0.4 }] },
    ]);
  });

  it('shows attempts and the waits between them', () => {
    const { rows, totalMs, queuedMs } = timelineOf(
      {
        createdAt: at(0),
        startedAt: at(100),
        finishedAt: at(1_000),
        graph,
        steps: [
          step({ attempts: [attempt(1, 100, 300, { status: 'failed', retryAt: at(790) }), attempt(2, 800, 1_000)] }),
        ],
      },
      0,
    );
    expect({ totalMs, queuedMs }).toEqual({ totalMs: 1_000, queuedMs: 100 });
    expect(rows[0]?.bars.map(({ kind, status, start, durationMs }) => [kind, status, start, durationMs])).toEqual([
      ['attempt', 'failed', 0.1, 200],
      ['wait', 'waiting', 0.3, 500],
      ['attempt', 'succeeded', 0.8, 200],
    ]);
  });

  it('lets what still runs reach to the present', () => {
    const now = Date.parse(at(2_000));
    const running = step({ status: 'running', attempts: [attempt(1, 1_000, null, { status: 'running' })] });
    const { rows, totalMs } = timelineOf(
      { createdAt: at(0), startedAt: at(0), finishedAt: null, graph, steps: [running] },
      now,
    );
    expect(totalMs).toBe(2_000);
    expect(rows[0]?.bars[0]).toMatchObject({ start: 0.5, length: 0.5, status: 'running' });
  });

  it('gives skipped and reused steps no bar', () => {
    const steps = [step({ status: 'skipped' }), step({ reused: true, startedAt: at(0), finishedAt: at(5) })];
    const { rows } = timelineOf({ createdAt: at(0), startedAt: at(0), finishedAt: at(10), graph, steps }, 0);
    expect(rows.map(({ bars }) => bars.length)).toEqual([0, 0]);
  });

  it('goes by the graph where steps started in the same millisecond', () => {
    const node = (id: string) => ({ id, type: 'script', name: id, position: { x: 0, y: 0 }, config: {} });
    const edge = (source: string, target: string) => ({
      id: target,
      source,
      target,
      sourceHandle: 'out',
      targetHandle: 'in',
    });
    const chain = { nodes: ['c', 'a', 'b'].map(node), edges: [edge('b', 'c'), edge('a', 'b')] };
    const steps = ['c', 'skipped', 'b', 'a'].map((nodeId) =>
      step({ nodeId, startedAt: nodeId === 'skipped' ? null : at(0), finishedAt: at(0) }),
    );
    const { rows } = timelineOf({ createdAt: at(0), startedAt: at(0), finishedAt: at(9), graph: chain, steps }, 0);
    expect(rows.map(({ nodeId }) => nodeId)).toEqual(['a', 'b', 'c', 'skipped']);
  });

  it('does not divide by nothing', () => {
    const instantly = step({ startedAt: at(0), finishedAt: at(0), durationMs: 0 });
    const { rows } = timelineOf(
      { createdAt: at(0), startedAt: at(0), finishedAt: at(0), graph, steps: [instantly] },
      0,
    );
    expect(rows[0]?.bars[0]).toMatchObject({ start: 0, length: 0 });
  });
});
