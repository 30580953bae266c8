import { Keyboard } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import { BarPopover } from './bar-popover.tsx';
import styles from './shortcuts-button.module.css';

const shortcuts = [
  ['A', 'Find a node to add'],
  ['Tab', 'Walk through nodes and edges'],
  ['Enter', 'Select what has the focus'],
  ['Arrows', 'Move the selected node'],
  ['Delete', 'Delete what is selected'],
  ['Ctrl D', 'Duplicate'],
  ['Ctrl C / X / V', 'Copy, cut, paste, also into another workflow'],
  ['Ctrl A', 'Select everything'],
  ['Ctrl Z', 'Undo'],
  ['Ctrl Shift Z', 'Redo'],
  ['Ctrl Enter', 'Test'],
  ['Ctrl Shift Enter', 'Run tests: the test cases'],
  ['F', 'Fit everything into view'],
  ['Esc', 'Select nothing'],
] as const;

interface ShortcutsButtonProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** The sheet of the editor's keys. */
export function ShortcutsButton({ open, onOpenChange }: ShortcutsButtonProps) {
  return (
    <BarPopover
      title="Keys"
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <IconButton size="small" label="Keys" shortcut="?">
          <Keyboard />
        </IconButton>
      }
    >
      <dl className={styles.keys}>
        {shortcuts.map(([keys, does]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.hint}>
        To connect without a mouse, select a node and choose <em>Connect to…</em> in its inspector.
      </p>
    </BarPopover>
  );
}
