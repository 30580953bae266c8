import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import styles from './command-menu.module.css';
import { useCommands } from './commands.ts';

interface CommandMenuProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Finds workflows, pages and actions, and what a pasted id belongs to. */
export function CommandMenu({ open, onOpenChange }: CommandMenuProps) {
  const id = useId();
  const [text, setText] = useState('');
  const [current, setCurrent] = useState(0);
  const commands = useCommands(text);
  const chosen = commands[Math.min(current, commands.length - 1)];
  const run = (command = chosen) => {
    if (command === undefined) return;
    onOpenChange(false);
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setCurrent((current + 1) % Math.max(1, commands.length));
    else if (event.key === 'ArrowUp') setCurrent((current - 1 + commands.length) % Math.max(1, commands.length));
    else if (event.key === 'Enter') run();
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <div className={styles.field}>
            <Search aria-hidden="true" />
            <input
              className={styles.input}
              role="combobox"
              aria-expanded="true"
              aria-controls={`${id}-list`}
              aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen.id}`}
              aria-label="Find anything"
              placeholder="Find a workflow, a page, an action, or paste an id"
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setCurrent(0);
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          <div id={`${id}-list`} role="listbox" aria-label="Found" className={styles.list}>
            {commands.map((command, index) => (
              <div
                key={command.id}
                id={`${id}-${command.id}`}
                role="option"
                // The field keeps the focus and names the current line.
                tabIndex={-1}
                aria-selected={command === chosen}
                className={styles.option}
                ref={command === chosen ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
                onPointerMove={() => setCurrent(index)}
                onClick={() => run(command)}
                onKeyDown={undefined}
              >
                <command.icon aria-hidden="true" />
                <span className={styles.label}>{command.label}</span>
                <span className={styles.kind}>{command.kind}</span>
              </div>
            ))}
            {commands.length === 0 ? <p className={styles.nothing}>Nothing is called “{text}”.</p> : null}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
