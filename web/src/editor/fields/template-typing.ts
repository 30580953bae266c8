import { startCompletion } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { PATH_DATA_TYPE } from '../../ui/path-drag.ts';
import { openTemplate } from './open-template.ts';
import { typedOver } from './typed-over.ts';

/** A second `{` opens an expression: its end is added and completion starts. */
const typing = EditorView.inputHandler.of((view, from, to, text) => {
  const { doc } = view.state;
  if (text !== '{' || from !== to || doc.sliceString(from - 1, from) !== '{') return false;
  if (openTemplate(doc.toString(), from - 1) !== null) return false;
  const closing = doc.sliceString(from, from + 2);
  // A bracket that closed itself stands there already.
  const over = closing.startsWith('}') ? 1 : 0;
  view.dispatch({
    changes: { from, to: from + over, insert: '{  }}' },
    selection: { anchor: from + 2 },
    userEvent: 'input.type',
  });
  startCompletion(view);
  return true;
});

/** What was added behind `{{` and is typed as well does not stand there twice. */
const typingOver = EditorView.inputHandler.of((view, from, to, text) => {
  const over = from === to ? typedOver(view.state.doc.toString(), from, text) : null;
  if (over === null) return false;
  view.dispatch({ changes: { from, to: from + over.remove }, selection: { anchor: over.caret } });
  return true;
});

/** A path that is dragged from the data becomes an expression, or part of the one that it is dropped into. */
const dropping = (inTemplates: boolean) =>
  EditorView.domEventHandlers({
    drop(event, view) {
      const path = event.dataTransfer?.getData(PATH_DATA_TYPE);
      if (!path) return false;
      event.preventDefault();
      const at = view.posAtCoords({ x: event.clientX, y: event.clientY }) ?? view.state.doc.length;
      const bare = !inTemplates || openTemplate(view.state.doc.toString(), at) !== null;
      const insert = bare ? path : `{{ ${path} }}`;
      view.dispatch({
        changes: { from: at, insert },
        selection: { anchor: at + insert.length },
        userEvent: 'input.drop',
      });
      view.focus();
      return true;
    },
    dragover(event) {
      if (event.dataTransfer?.types.includes(PATH_DATA_TYPE)) event.preventDefault();
      return false;
    },
  });

/** How text with `{{ }}` is written. */
export const templateTyping: Extension = [typing, typingOver, dropping(true)];
/** How bare JavaScript takes dropped paths. */
export const codeDropping: Extension = dropping(false);
