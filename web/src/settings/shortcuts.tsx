import styles from './settings-page.module.css';

const modifier = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const shortcuts: readonly (readonly [keys: readonly string[], does: string])[] = [
  [[modifier, 'K'], 'Find a workflow, a page, an action, or what a pasted id belongs to'],
  [['j'], 'Next row of a list of executions or deliveries'],
  [['k'], 'Row before'],
  [['Enter'], 'Open the row'],
  [['← ↑ → ↓'], 'Walk through a tree of data; open and close its branches'],
  [[modifier, 'Z'], 'Undo, in the editor'],
  [[modifier, 'Shift', 'Z'], 'Redo, in the editor'],
  [[modifier, 'C'], 'Copy the selected nodes'],
  [[modifier, 'V'], 'Paste them'],
  [['Delete'], 'Delete what is selected'],
];

export function Shortcuts() {
  return (
    <dl className={styles.shortcuts}>
      {shortcuts.map(([keys, does]) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
