import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import styles from './toast.module.css';

const manager = Base.createToastManager();

export interface ToastContent {
  readonly title: string;
  readonly detail?: string | undefined;
  readonly look?: 'plain' | 'error' | undefined;
  /** Takes back what was just done. */
  readonly undo?: (() => void) | undefined;
}

/** Tells what has no place of its own on the page. What went wrong stands where it happened instead. */
export function toast({ title, detail, look = 'plain', undo }: ToastContent): void {
  const id = manager.add({
    title,
    description: detail,
    type: look,
    priority: look === 'error' ? 'high' : 'low',
    timeout: undo === undefined && look === 'plain' ? 4_000 : 8_000,
    actionProps:
      undo === undefined
        ? undefined
        : {
            children: 'Undo',
            onClick: () => {
              manager.close(id);
              undo();
            },
          },
  });
}

/** Where toasts appear. Mounted once, by the shell. */
export function Toasts() {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      <Base.Portal>
        <Base.Viewport className={styles.viewport}>
          <Shown />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Shown() {
  const { toasts } = Base.useToastManager();
  return toasts.map((shown) => (
    <Base.Root key={shown.id} toast={shown} className={styles.toast} swipeDirection={['right', 'down']}>
      <div className={styles.text}>
        <Base.Title className={styles.title} />
        <Base.Description className={styles.detail} />
      </div>
      {shown.actionProps === undefined ? null : <Base.Action className={styles.action} />}
      <Base.Close
        render={
          <IconButton label="Dismiss" size="small">
            <X />
          </IconButton>
        }
      />
    </Base.Root>
  ));
}
