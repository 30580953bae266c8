import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Command, type Ending, type Schedule, Scheduler } from './scheduler.ts';

type Behaviour = Ending['kind'] | 'left-error';

interface World {
  readonly schedule: Schedule;
  readonly behaviours: readonly Behaviour[];
}

const endingOf = (behaviour: Behaviour): Ending => {
  if (behaviour === 'left') return { kind: 'left', ports: ['out'] };
  if (behaviour === 'left-error') return { kind: 'left', ports: ['error'] };
  return { kind: behaviour };
};

/** Builds a schedule from `source port target` triples; node 0 starts. */
const scheduleOf = (size: number, edges: readonly (readonly [number, string, number])[]): Schedule => ({
  start: 0,
  edges: edges.map(([source, port, target]) => ({ source, port, target })),
  nodes: Array.from({ length: size }, (_, node) => ({
    incoming: edges.flatMap(([, , target], edge) => (target === node ? [edge] : [])),
    outgoing: edges.flatMap(([source], edge) => (source === node ? [edge] : [])),
  })),
});

/** Edges lead from lower to higher nodes, so that every world is acyclic; behaviours without failures when asked. */
const worlds = (behaviours: readonly Behaviour[]): fc.Arbitrary<World> =>
  fc.integer({ min: 1, max: 9 }).chain((size) =>
    fc.record({
      schedule: fc
        .array(fc.tuple(fc.nat(size - 1), fc.constantFrom('out', 'error'), fc.nat(size - 1)), { maxLength: 20 })
        .map((edges) =>
          scheduleOf(
            size,
            edges.filter(([source, , target]) => source < target && target !== 0),
          ),
        ),
      behaviours: fc.array(fc.constantFrom(...behaviours), { minLength: size, maxLength: size }),
    }),
  );

/** Runs a world, ending active nodes in the order that `pick` chooses. */
const drive = ({ schedule, behaviours }: World, pick: (active: number) => number) => {
  const scheduler = new Scheduler(schedule);
  const ran = new Map<number, readonly number[]>();
  const skipped: number[] = [];
  const active: number[] = [];
  let finish: Extract<Command, { kind: 'finish' }> | undefined;
  const follow = (commands: readonly Command[]) => {
    for (const command of commands) {
      expect(finish).toBeUndefined();
      if (command.kind === 'run') {
        expect(ran.has(command.node) || skipped.includes(command.node)).toBe(false);
        ran.set(command.node, command.from);
        active.push(command.node);
      } else if (command.kind === 'skip') {
        expect(ran.has(command.node) || skipped.includes(command.node)).toBe(false);
        skipped.push(command.node);
      } else finish = command;
    }
  };
  follow(scheduler.apply({ kind: 'started' }));
  while (active.length > 0) {
    const [node] = active.splice(pick(active.length), 1);
    if (node === undefined) break;
    follow(scheduler.apply({ kind: 'ended', node, ending: endingOf(behaviours[node] ?? 'left') }));
  }
  return { ran, skipped: skipped.sort((a, b) => a - b), finish };
};

/** The semantics in the slowest words: node by node in topological order. Holds where nothing fails. */
const interpret = ({ schedule, behaviours }: World) => {
  const port = new Map<number, string | null>();
  const ran = new Map<number, readonly number[]>();
  schedule.nodes.forEach((_, node) => {
    const incoming = schedule.edges.filter(({ target }) => target === node);
    const carrying = incoming.filter((edge) => port.get(edge.source) === edge.port).map(({ source }) => source);
    if (node !== 0 && carrying.length === 0) return;
    ran.set(node, [...new Set(carrying)]);
    const ending = endingOf(behaviours[node] ?? 'left');
    port.set(node, ending.kind === 'left' ? (ending.ports[0] ?? null) : null);
  });
  const ends = [...ran.keys()].filter((node) => {
    const left = port.get(node);
    return left != null && !schedule.edges.some((edge) => edge.source === node && edge.port === left);
  });
  const hasStopped = [...ran.keys()].some((node) => behaviours[node] === 'stopped');
  const skipped = schedule.nodes.map((_, node) => node).filter((node) => !ran.has(node));
  return {
    ran,
    skipped,
    finish: { kind: 'finish', outcome: ends.length === 0 && hasStopped ? 'filtered' : 'succeeded', ends },
  };
};

describe('Scheduler', () => {
  it('does what the slow interpreter does, in whatever order nodes end', () => {
    fc.assert(
      fc.property(worlds(['left', 'left', 'left-error', 'stopped']), fc.array(fc.nat()), (world, picks) => {
        let turn = 0;
        const driven = drive(world, (active) => (picks[turn++ % Math.max(1, picks.length)] ?? 0) % active);
        const expected = interpret(world);
        expect(new Map([...driven.ran].sort(([a], [b]) => a - b))).toEqual(expected.ran);
        expect(driven.skipped).toEqual(expected.skipped);
        expect(driven.finish).toEqual(expected.finish);
      }),
      { numRuns: 500 },
    );
  });

  it('settles every node exactly once and finishes once, also when nodes fail', () => {
    fc.assert(
      fc.property(worlds(['left', 'left', 'stopped', 'failed']), fc.array(fc.nat()), (world, picks) => {
        let turn = 0;
        const { ran, skipped, finish } = drive(
          world,
          (active) => (picks[turn++ % Math.max(1, picks.length)] ?? 0) % active,
        );
        expect([...ran.keys(), ...skipped].sort((a, b) => a - b)).toEqual(world.schedule.nodes.map((_, node) => node));
        const hasFailed = [...ran.keys()].some((node) => world.behaviours[node] === 'failed');
        expect(finish?.outcome === 'failed').toBe(hasFailed);
      }),
      { numRuns: 500 },
    );
  });

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
