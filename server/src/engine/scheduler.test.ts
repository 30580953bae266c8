import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, type Ending, type Schedule, type ScheduledEdge, Scheduler } from './scheduler.ts';

const endings = {
  out: { kind: 'left', ports: ['out'] },
  error: { kind: 'left', ports: ['error'] },
  both: { kind: 'left', ports: ['out', 'error'] },
  stopped: { kind: 'stopped' },
  finished: { kind: 'finished' },
  failed: { kind: 'failed' },
} as const satisfies Record<string, Ending>;
type Behaviour = keyof typeof endings;

interface World {
  readonly schedule: Schedule;
  readonly behaviours: readonly Behaviour[];
}

const endingOf = ({ behaviours }: World, node: number): Ending => endings[behaviours[node] ?? 'out'];

/** Builds a schedule from `source port target` triples; node 0 starts. */
const scheduleOf = (
  size: number,
  edges: readonly (readonly [number, string, number])[],
  takesFirst: readonly boolean[] = [],
): Schedule => ({
  start: 0,
  edges: edges.map(([source, port, target]) => ({ source, port, target })),
  nodes: Array.from({ length: size }, (_, node) => ({
    incoming: edges.flatMap(([, , target], edge) => (target === node ? [edge] : [])),
    outgoing: edges.flatMap(([source], edge) => (source === node ? [edge] : [])),
    takesFirst: takesFirst[node] ?? false,
  })),
});

/** Edges lead from lower to higher nodes, so that every world is acyclic. */
const worlds = (behaviours: readonly Behaviour[]): fc.Arbitrary<World> =>
  fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.record({
      schedule: fc
        .tuple(
          fc.array(fc.tuple(fc.nat(size - 1), fc.constantFrom('out', 'error'), fc.nat(size - 1)), { maxLength: 20 }),
          fc.array(fc.boolean(), { minLength: size, maxLength: size }),
        )
        .map(([edges, takesFirst]) =>
          scheduleOf(
            size,
            edges.filter(([source, , target]) => source < target && target !== 0),
            takesFirst,
          ),
        ),
      behaviours: fc.array(fc.constantFrom(...behaviours), { minLength: size, maxLength: size }),
    }),
  );

type Finish = Extract<Command, { kind: 'finish' }>;
/** What ran and what it got from whom, by node, after each event. */
type Progress = readonly (readonly [number, readonly number[]])[];

/** Runs a world, ending active nodes in the order that `picks` chooses. */
const drive = (world: World, picks: readonly number[]) => {
  const scheduler = new Scheduler(world.schedule);
  const ran = new Map<number, readonly number[]>();
  const skipped: number[] = [];
  const active: number[] = [];
  const order: number[] = [];
  const progress: Progress[] = [];
  let finish: Finish | undefined;
  const follow = (commands: readonly Command[]) => {
    for (const command of commands) {
      expect(finish).toBeUndefined();
      if (command.kind === 'finish') finish = command;
      else {
        expect(ran.has(command.node) || skipped.includes(command.node)).toBe(false);
        if (command.kind === 'skip') skipped.push(command.node);
        else {
          ran.set(command.node, command.from);
          active.push(command.node);
        }
      }
    }
    progress.push([...ran].sort(([a], [b]) => a - b));
  };
  follow(scheduler.apply({ kind: 'started' }));
  while (active.length > 0) {
    const [node] = active.splice((picks[order.length % Math.max(1, picks.length)] ?? 0) % active.length, 1);
    if (node === undefined) break;
    order.push(node);
    follow(scheduler.apply({ kind: 'ended', node, ending: endingOf(world, node) }));
  }
  return { order, progress, skipped: skipped.sort((a, b) => a - b), finish };
};

/** The semantics in the slowest words: everything found anew after each node that ended, in the order in which they did. */
const interpret = (world: World, order: readonly number[]) => {
  const { nodes, edges } = world.schedule;
  const portsOf = (node: number): readonly string[] => {
    const ending = endingOf(world, node);
    return ending.kind === 'left' ? ending.ports : [];
  };
  const ran = new Map<number, readonly number[]>();
  const into = (node: number) => edges.filter(({ target }) => target === node);
  const progress: Progress[] = [];
  let last: number | undefined;
  for (let count = 0; count <= order.length; count++) {
    const ended = order.slice(0, count);
    const carries = (edge: ScheduledEdge) => ended.includes(edge.source) && portsOf(edge.source).includes(edge.port);
    const isDead = (node: number): boolean =>
      node !== 0 && !ran.has(node) && into(node).every((edge) => isSettled(edge) && !carries(edge));
    const isSettled = ({ source }: ScheduledEdge) => ended.includes(source) || isDead(source);
    last ??= ended.find((node) => ['failed', 'finished'].includes(endingOf(world, node).kind));
    for (let node = 0; node < nodes.length && last === undefined; node++) {
      const sources = [
        ...new Set(
          into(node)
            .filter(carries)
            .map(({ source }) => source),
        ),
      ];
      if (ran.has(node)) continue;
      if (node === 0) ran.set(node, []);
      else if (sources.length === 0) continue;
      else if (nodes[node]?.takesFirst) ran.set(node, ended.filter((source) => sources.includes(source)).slice(0, 1));
      else if (into(node).every(isSettled)) ran.set(node, sources);
    }
    progress.push([...ran].sort(([a], [b]) => a - b));
  }
  const loose = [...ran.keys()]
    .sort((a, b) => a - b)
    .filter((node) => portsOf(node).length > 0)
    .filter((node) => !edges.some((edge) => edge.source === node && portsOf(node).includes(edge.port)));
  const hasStopped = [...ran.keys()].some((node) => world.behaviours[node] === 'stopped');
  const kind = last === undefined ? 'left' : endingOf(world, last).kind;
  const completed = loose.length === 0 && hasStopped ? 'filtered' : 'succeeded';
  return {
    progress,
    skipped: nodes.map((_, node) => node).filter((node) => !ran.has(node)),
    finish: {
      kind: 'finish',
      outcome: kind === 'failed' ? 'failed' : kind === 'finished' ? 'succeeded' : completed,
      ends: kind === 'finished' ? [last] : loose,
    },
  };
};

describe('Scheduler', () => {
  it.each([
    ['branches, filters and first values', ['out', 'out', 'error', 'both', 'stopped']],
    ['nodes that fail', ['out', 'out', 'both', 'stopped', 'failed']],
    ['nodes that end the execution', ['out', 'out', 'both', 'stopped', 'failed', 'finished']],
  ] satisfies [string, Behaviour[]][])(
    'does what the slow interpreter does, in whatever order nodes end: %s',
    (_, behaviours) => {
      fc.assert(
        fc.property(worlds(behaviours), fc.array(fc.nat()), (world, picks) => {
          const { order, ...driven } = drive(world, picks);
          expect(driven).toEqual(interpret(world, order));
        }),
        { numRuns: 500 },
      );
    },
  );

  it('runs independent branches at once and a join after both', () => {
    const scheduler = new Scheduler(
      scheduleOf(4, [
        [0, 'out', 1],
        [0, 'out', 2],
        [1, 'out', 3],
        [2, 'out', 3],
      ]),
    );
    scheduler.apply({ kind: 'started' });
    const left = { kind: 'left', ports: ['out'] } as const;
    expect(scheduler.apply({ kind: 'ended', node: 0, ending: left })).toEqual([
      { kind: 'run', node: 1, from: [0] },
      { kind: 'run', node: 2, from: [0] },
    ]);
    expect(scheduler.apply({ kind: 'ended', node: 2, ending: left })).toEqual([]);
    expect(scheduler.apply({ kind: 'ended', node: 1, ending: left })).toEqual([{ kind: 'run', node: 3, from: [1, 2] }]);
  });

  it('starts nothing after a failure and waits for what runs', () => {
    const scheduler = new Scheduler(
      scheduleOf(4, [
        [0, 'out', 1],
        [0, 'out', 2],
        [2, 'out', 3],
      ]),
    );
    scheduler.apply({ kind: 'started' });
    scheduler.apply({ kind: 'ended', node: 0, ending: { kind: 'left', ports: ['out'] } });
    expect(scheduler.apply({ kind: 'ended', node: 1, ending: { kind: 'failed' } })).toEqual([]);
    expect(scheduler.apply({ kind: 'ended', node: 2, ending: { kind: 'left', ports: ['out'] } })).toEqual([
      { kind: 'skip', node: 3 },
      { kind: 'finish', outcome: 'failed', ends: [] },
    ]);
  });

  it('runs a node that takes the first value once, and lets go on what comes too late', () => {
    const scheduler = new Scheduler(
      scheduleOf(
        5,
        [
          [0, 'out', 1],
          [0, 'out', 2],
          [1, 'out', 3],
          [2, 'out', 3],
          [2, 'out', 4],
        ],
        [false, false, false, true],
      ),
    );
    scheduler.apply({ kind: 'started' });
    const left = { kind: 'left', ports: ['out'] } as const;
    scheduler.apply({ kind: 'ended', node: 0, ending: left });
    expect(scheduler.apply({ kind: 'ended', node: 1, ending: left })).toEqual([{ kind: 'run', node: 3, from: [1] }]);
    expect(scheduler.apply({ kind: 'ended', node: 3, ending: left })).toEqual([]);
    expect(scheduler.apply({ kind: 'ended', node: 2, ending: left })).toEqual([{ kind: 'run', node: 4, from: [2] }]);
    expect(scheduler.apply({ kind: 'ended', node: 4, ending: left })).toEqual([
      { kind: 'finish', outcome: 'succeeded', ends: [3, 4] },
    ]);
  });

  it('ends with the value of the node that ended it, whatever fails or is cancelled while the rest is waited for', () => {
    const scheduler = new Scheduler(
      scheduleOf(4, [
        [0, 'out', 1],
        [0, 'out', 2],
        [2, 'out', 3],
      ]),
    );
    scheduler.apply({ kind: 'started' });
    scheduler.apply({ kind: 'ended', node: 0, ending: { kind: 'left', ports: ['out'] } });
    expect(scheduler.apply({ kind: 'ended', node: 1, ending: { kind: 'finished' } })).toEqual([]);
    expect(scheduler.apply({ kind: 'halted' })).toEqual([]);
    expect(scheduler.apply({ kind: 'ended', node: 2, ending: { kind: 'failed' } })).toEqual([
      { kind: 'skip', node: 3 },
      { kind: 'finish', outcome: 'succeeded', ends: [1] },
    ]);
  });

  it('halts', () => {
    const scheduler = new Scheduler(scheduleOf(2, [[0, 'out', 1]]));
    scheduler.apply({ kind: 'started' });
    expect(scheduler.apply({ kind: 'halted' })).toEqual([]);
    expect(scheduler.apply({ kind: 'ended', node: 0, ending: { kind: 'left', ports: ['out'] } })).toEqual([
      { kind: 'skip', node: 1 },
      { kind: 'finish', outcome: 'halted', ends: [] },
    ]);
  });
});
