import { type Extension, RangeSetBuilder } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';

const TEMPLATE = /\{\{[\s\S]*?\}\}/g;
const mark = Decoration.mark({ class: 'cm-template' });

const marksOf = (view: EditorView): DecorationSet => {
  const builder = new RangeSetBuilder<Decoration>();
  for (const found of view.state.doc.toString().matchAll(TEMPLATE)) {
    builder.add(found.index, found.index + found[0].length, mark);
  }
  return builder.finish();
};

/** Sets every `{{ }}` off from the text around it. */
export const templateMarks: Extension = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marksOf(view);
    }

    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = marksOf(update.view);
    }
  },
  { decorations: ({ decorations }) => decorations },
);
