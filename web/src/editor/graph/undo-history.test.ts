import { expect, it } from 'vitest';
import { beginHistory, recordEdit, redo, undo } from './undo-history.ts';

it('goes back and forth', () => {
  const history = recordEdit(recordEdit(beginHistory('a'), 'b', '', 0), 'c', '', 1);
  expect(undo(history).present).toBe('b');
  expect(undo(undo(history)).present).toBe('a');
  expect(undo(undo(undo(history))).present).toBe('a');
  expect(redo(undo(history)).present).toBe('c');
});

it('forgets what was undone when something else is done', () => {
  const history = recordEdit(undo(recordEdit(beginHistory('a'), 'b', '', 0)), 'x', '', 1);
  expect(redo(history).present).toBe('x');
});

it('takes typing as one step, until there is a pause or another field', () => {
  let history = beginHistory('');
  history = recordEdit(history, 'h', 'name', 0);
  history = recordEdit(history, 'hi', 'name', 200);
  expect(undo(history).present).toBe('');
  history = recordEdit(history, 'hi!', 'name', 5_000);
  expect(undo(history).present).toBe('hi');
  history = recordEdit(history, 'hi!?', 'other', 5_001);
  expect(undo(history).present).toBe('hi!');
});

it('never merges with what stood before an undo', () => {
  const typed = recordEdit(beginHistory(''), 'a', 'name', 0);
  const again = recordEdit(undo(typed), 'b', 'name', 10);
  expect(undo(again).present).toBe('');
});
