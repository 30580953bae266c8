import { describe, expect, it } from 'vitest';
import { checkGraph } from '../check-graph.ts';
import { graph } from '../workflow.ts';
import { templates } from './index.ts';

describe.each(templates)('the template $name', ({ graph: drawn, blanks }) => {
  it('lacks nothing but what it names', () => {
    expect(graph.safeParse(drawn).error).toBeUndefined();
    const found = checkGraph(drawn).map(({ nodeId, path }) => `${nodeId} ${path}`);
    expect(found.sort()).toEqual(blanks.map(({ nodeId, path }) => `${nodeId} ${path}`).sort());
  });

  it('says in a note where something is to be filled in', () => {
    for (const { nodeId } of blanks) {
      expect(drawn.nodes.find(({ id }) => id === nodeId)?.settings?.note).not.toBe(undefined);
    }
  });
});
