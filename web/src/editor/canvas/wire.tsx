import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { Plus } from 'lucide-react';
import { memo, use } from 'react';
import { CanvasActions } from './canvas-actions.ts';
import type { FlowEdge } from './flow-edges.ts';
import styles from './wire.module.css';

/** An edge: in the state's colour where a run took it, dashed where it did not; with a `+` in its middle. */
export const Wire = memo(function Wire(props: EdgeProps<FlowEdge>) {
  const { id, data, selected, markerEnd } = props;
  const actions = use(CanvasActions);
  const [path, x, y] = getBezierPath(props);
  const isShown = actions?.hoveredEdge === id || selected === true;
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={24}
        className={styles.wire ?? ''}
        data-fate={data?.fate ?? 'idle'}
        data-error={data?.fromError ?? false}
        data-selected={selected ?? false}
        {...(markerEnd === undefined ? {} : { markerEnd })}
      />
      {actions === null ? null : (
        <EdgeLabelRenderer>
          {isShown && data?.port ? (
            <span
              className={styles.port}
              aria-hidden="true"
              style={{ transform: `translate(-50%, -100%) translate(${x}px, ${y - 16}px)` }}
            >
              {data.port}
            </span>
          ) : null}
          <button
            type="button"
            className={`nodrag nopan ${styles.insert}`}
            data-shown={isShown}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
            aria-label="Insert a node here"
            onClick={(event) => {
              event.stopPropagation();
              actions.insertOn(id, event.currentTarget);
            }}
          >
            <Plus aria-hidden="true" />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
