import type { Graph } from '@millrace/shared/workflow';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DraftSaver, type SaveResult } from './draft-saver.ts';

const graphOf = (name: string): Graph => ({
  nodes: [{ id: 'a', type: 'webhook', name, position: { x: 0, y: 0 }, config: {} }],
  edges: [],
});

/** A server that keeps the answers back until the test gives them. */
const server = () => {
  const asked: { name: string | undefined; revision: number; answer: (result: SaveResult) => void }[] = [];
  const send = (graph: Graph, revision: number) =>
    new Promise<SaveResult>((answer) => asked.push({ name: graph.nodes[0]?.name, revision, answer }));
  return { asked, send };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('saves once after a burst of edits, with the newest graph', async () => {
  const { asked, send } = server();
  const saver = new DraftSaver(3, send);
  saver.change(graphOf('one'));
  saver.change(graphOf('two'));
  expect(saver.state.kind).toBe('unsaved');
  await vi.advanceTimersByTimeAsync(700);
  expect(asked.map(({ name, revision }) => [name, revision])).toEqual([['two', 3]]);
  expect(saver.state.kind).toBe('saving');
  asked[0]?.answer({ kind: 'saved', revision: 4 });
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.state.kind).toBe('saved');
  expect(saver.revision).toBe(4);
});

it('saves what was edited during a save afterwards, on the new revision', async () => {
  const { asked, send } = server();
  const saver = new DraftSaver(1, send);
  saver.change(graphOf('one'));
  await vi.advanceTimersByTimeAsync(700);
  saver.change(graphOf('two'));
  await vi.advanceTimersByTimeAsync(700);
  expect(asked).toHaveLength(1);
  asked[0]?.answer({ kind: 'saved', revision: 2 });
  await vi.advanceTimersByTimeAsync(700);
  expect(asked.map(({ name, revision }) => [name, revision])).toEqual([
    ['one', 1],
    ['two', 2],
  ]);
});

it('keeps the graph and tries again while the server is out of reach', async () => {
  const { asked, send } = server();
  const saver = new DraftSaver(1, send);
  saver.change(graphOf('one'));
  await vi.advanceTimersByTimeAsync(700);
  asked[0]?.answer({ kind: 'unreachable' });
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.state.kind).toBe('offline');
  await vi.advanceTimersByTimeAsync(5_000);
  asked[1]?.answer({ kind: 'saved', revision: 2 });
  await vi.advanceTimersByTimeAsync(0);
  expect(saver.state.kind).toBe('saved');
});

it('stops at a conflict, and overwrites only when told to', async () => {
  const { asked, send } = server();
  const saver = new DraftSaver(1, send);
  saver.change(graphOf('mine'));
  await vi.advanceTimersByTimeAsync(700);
  asked[0]?.answer({ kind: 'stale' });
  await vi.advanceTimersByTimeAsync(0);
  saver.change(graphOf('mine too'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(asked).toHaveLength(1);
  expect(saver.state.kind).toBe('conflict');
  const done = saver.overwrite(7, graphOf('mine too'));
  await vi.advanceTimersByTimeAsync(0);
  expect(asked[1]).toMatchObject({ name: 'mine too', revision: 7 });
  asked[1]?.answer({ kind: 'saved', revision: 8 });
  expect(await done).toBe(true);
});

it('runs no timer after it is closed', async () => {
  const { asked, send } = server();
  const saver = new DraftSaver(1, send);
  saver.change(graphOf('one'));
  const closed = saver.close();
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.answer({ kind: 'unreachable' });
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

it('saves once when several want it saved at the same time', async () => {
  const { asked, send } = server();
  const saver = new DraftSaver(1, send);
  saver.change(graphOf('one'));
  const first = [saver.flush(), saver.flush()];
  await vi.advanceTimersByTimeAsync(0);
  saver.change(graphOf('two'));
  const second = [saver.flush(), saver.flush()];
  asked[0]?.answer({ kind: 'saved', revision: 2 });
  await vi.advanceTimersByTimeAsync(0);
  asked[1]?.answer({ kind: 'saved', revision: 3 });
  await Promise.all(first);
  expect(await Promise.all(second)).toEqual([true, true]);
  expect(asked.map(({ name, revision }) => [name, revision])).toEqual([
    ['one', 1],
    ['two', 2],
  ]);
});
