import { Check, CloudOff, GitMerge, LoaderCircle, Pencil, TriangleAlert } from 'lucide-react';
import type { SaveState } from '../state/draft-saver.ts';
import styles from './save-state.module.css';

interface SaveStateMarkProps {
  readonly state: SaveState;
}

const looks = {
  saved: { icon: Check, word: 'Saved', detail: 'The server has this draft.' },
  unsaved: { icon: Pencil, word: 'Unsaved', detail: 'Will be saved in a moment.' },
  saving: { icon: LoaderCircle, word: 'Saving', detail: 'On its way to the server.' },
  offline: {
    icon: CloudOff,
    word: 'Not saved: the server does not answer',
    detail: 'Your changes are kept on this page and saved as soon as the server answers again. Do not close it.',
  },
  conflict: { icon: GitMerge, word: 'Not saved', detail: 'Somebody else saved this workflow meanwhile.' },
  refused: { icon: TriangleAlert, word: 'Not saved', detail: '' },
} as const;

/** Whether the server has what is on this page. */
export function SaveStateMark({ state }: SaveStateMarkProps) {
  const { icon: Icon, word, detail } = looks[state.kind];
  return (
    <span
      className={styles.mark}
      data-state={state.kind}
      role="status"
      title={state.kind === 'refused' ? state.message : detail}
    >
      <Icon aria-hidden="true" />
      <span>{word}</span>
    </span>
  );
}
