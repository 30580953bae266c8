import { type KeyboardEvent, type PointerEvent, type ReactNode, useCallback, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './split-pane.module.css';

export interface SplitPaneProps {
  /** Under this name the size is remembered. */
  readonly id: string;
  /** What the bar between the panes is called, as in "Size of the inspector". */
  readonly label: string;
  /** `row`: side by side; `column`: one above the other. */
  readonly direction: 'row' | 'column';
  /** The pane that has a size of its own; the other one takes the rest. */
  readonly sized: 'first' | 'second';
  readonly initialPx: number;
  readonly minPx: number;
  /** Least that is left to the other pane. */
  readonly restMinPx?: number | undefined;
  readonly first: ReactNode;
  /** Without it the first pane takes all. */
  readonly second: ReactNode | null;
  readonly className?: string | undefined;
}

const STEP_PX = 16;
const storageKey = (id: string) => `millrace.split.${id}`;

/** Two panes with a bar between them that is moved by pointer or arrow keys; a double click puts it back. */
export function SplitPane(props: SplitPaneProps) {
  const { id, label, direction, sized, initialPx, minPx, restMinPx = 160, first, second, className } = props;
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(() => Number(localStorage.getItem(storageKey(id))) || initialPx);
  const available = () => {
    const rect = box.current?.getBoundingClientRect();
    return (direction === 'row' ? rect?.width : rect?.height) ?? initialPx + restMinPx;
  };
  const change = useCallback(
    (wanted: number, most: number) => {
      const next = Math.round(Math.max(minPx, Math.min(wanted, most)));
      setSize(next);
      localStorage.setItem(storageKey(id), String(next));
    },
    [id, minPx],
  );
  const most = () => Math.max(minPx, available() - restMinPx);
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const rect = box.current?.getBoundingClientRect();
    if (rect === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const fromStart = direction === 'row' ? event.clientX - rect.left : event.clientY - rect.top;
    change(sized === 'first' ? fromStart : available() - fromStart, most());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const grow = sized === 'first' ? ['ArrowRight', 'ArrowDown'] : ['ArrowLeft', 'ArrowUp'];
    const shrink = sized === 'first' ? ['ArrowLeft', 'ArrowUp'] : ['ArrowRight', 'ArrowDown'];
    if (grow.includes(event.key)) change(size + STEP_PX, most());
    else if (shrink.includes(event.key)) change(size - STEP_PX, most());
    else if (event.key === 'Home') change(minPx, most());
    else if (event.key === 'End') change(most(), most());
    else return;
    event.preventDefault();
  };
  // A window made smaller must not push the other pane out.
  const sizedStyle = {
    flexBasis: size,
    [direction === 'row' ? 'maxWidth' : 'maxHeight']: `calc(100% - ${restMinPx}px)`,
  };
  const pane = (which: 'first' | 'second', content: ReactNode) => {
    const hasSize = sized === which && second !== null;
    return (
      <div
        className={classNames(styles.pane, hasSize ? styles.sized : styles.rest)}
        style={hasSize ? sizedStyle : undefined}
      >
        {content}
      </div>
    );
  };
  return (
    <div ref={box} className={classNames(styles.box, styles[direction], className)}>
      {/* In the same place with and without a second one, so that it keeps its state. */}
      {pane('first', first)}
      {second === null ? null : (
        <hr
          tabIndex={0}
          aria-label={label}
          aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
          aria-valuenow={size}
          aria-valuemin={minPx}
          className={styles.bar}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
          onPointerMove={onPointerMove}
          onDoubleClick={() => change(initialPx, most())}
        />
      )}
      {second === null ? null : pane('second', second)}
    </div>
  );
}
