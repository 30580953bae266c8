import { describe, expect, it } from 'vitest';
import { checkGraph } from '../check-graph.ts';
import { graph } from '../workflow.ts';
import { mainPortOf, portLabelOf, portsOf } from './index.ts';
import { type SwitchBranch, switchType } from './switch.ts';

const when = { all: [{ left: '{{ input.total }}', is: 'greater-than', right: 10 }] } satisfies SwitchBranch['when'];
const branch = (id: string, name: string): SwitchBranch => ({ id, name, when });
const node = (config: Record<string, unknown>, settings = {}) => ({ type: 'switch', config, settings });
const problems = (branches: readonly unknown[]) =>
  checkGraph(
    graph.parse({
      nodes: [
        { id: 'hook', type: 'webhook', name: 'Hook', position: { x: 0, y: 0 } },
        { id: 'sort', type: 'switch', name: 'Sort', position: { x: 0, y: 0 }, config: { branches } },
      ],
      edges: [{ id: 'e', source: 'hook', target: 'sort' }],
    }),
  ).map(({ path, message }) => [path, message]);

describe('the ports of a switch', () => {
  it('are its branches by their ids, then the other one, then the one for errors', () => {
    const sort = node({ branches: [branch('b', 'Big'), branch('v', 'VIP')] }, { onError: 'branch' });
    expect(portsOf(sort)).toMatchObject({ in: ['in'], out: ['b', 'v', 'otherwise', 'error'] });
    expect(portsOf(sort).out.map((port) => portLabelOf(sort, port))).toEqual(['Big', 'VIP', 'Otherwise', 'error']);
    expect(mainPortOf(sort)).toBe('otherwise');
  });

  it('stay the same when branches are renamed', () => {
    expect(portsOf(node({ branches: [branch('b', 'Huge')] })).out).toEqual(['b', 'otherwise']);
  });

  it.each([{}, { branches: null }, { branches: [null, {}, { id: 7 }] }, { branches: 'x' }])(
    'are there for any config: %j',
    (config) => {
      expect(portsOf(node(config))).toMatchObject({ in: ['in'], out: ['otherwise'] });
    },
  );

  it('have a label where a branch has no name, and where one is called like a part of every object', () => {
    const sort = node({ branches: [branch('constructor', ''), branch('b', 'toString')] });
    expect(portsOf(sort).out.map((port) => portLabelOf(sort, port))).toEqual(['Branch 1', 'toString', 'Otherwise']);
    expect(portLabelOf(sort, 'gone')).toBe('gone');
  });
});

describe('the branches of a switch', () => {
  it('have ids and names of their own', () => {
    expect(problems([branch('a', 'One'), branch('b', 'Two')])).toEqual([]);
    expect(problems([branch('a', 'One'), branch('a', 'One')])).toEqual([
      ['branches[1].id', 'Two branches have the id "a".'],
      ['branches[1].name', 'Two branches are called "One".'],
    ]);
  });

  it.each([
    [[], 'branches', 'Add a branch.'],
    [[branch('otherwise', 'One')], 'branches[0].id', 'This id means another port. Choose another one.'],
    [[branch('a', ' ')], 'branches[0].name', 'Name the branch.'],
    [[branch('a', '{{ input }}')], 'branches[0].name', 'The name of a branch is plain text.'],
    [[{ ...branch('a', 'One'), when: { all: [] } }], 'branches[0].when.all', 'Add a condition.'],
  ])('have to be whole: %j', (branches, path, message) => {
    expect(problems(branches)).toEqual([[path, message]]);
  });

  it('are summed up by their number, and a single one by its conditions', () => {
    expect(switchType.summary({ branches: [branch('a', 'A')] })).toBe('total > 10');
    expect(switchType.summary({ branches: [branch('a', 'A'), branch('b', 'B')] })).toBe('the first that holds of 2');
    expect(switchType.summary({ mode: 'all', branches: [branch('a', 'A'), branch('b', 'B')] })).toBe(
      'all that hold of 2',
    );
  });
});
