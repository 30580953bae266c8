import { PanelLeftClose, PanelLeftOpen } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { NodeList } from './node-list.tsx';
import styles from './palette.module.css';
import { useAddNode } from './use-add-node.ts';
import { useRefusedTypes } from './use-refused-types.ts';

interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

/** The node types at the left side; folds away. */
export function Palette({ open, onOpenChange, searchRef }: PaletteProps) {
  const addNode = useAddNode();
  const refused = useRefusedTypes('anywhere');
  if (!open) {
    return (
      <div className={styles.folded}>
        <IconButton label="Show node types" shortcut="A" onClick={() => onOpenChange(true)}>
          <PanelLeftOpen />
        </IconButton>
      </div>
    );
  }
  return (
    <aside className={styles.palette} aria-label="Node types">
      <div className={styles.top}>
        <h2>Nodes</h2>
        <IconButton size="small" label="Hide node types" onClick={() => onOpenChange(false)}>
          <PanelLeftClose />
        </IconButton>
      </div>
      <NodeList draggable refused={refused} searchRef={searchRef} onPick={(type) => addNode(type)} />
    </aside>
  );
}
