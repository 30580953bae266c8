import styles from './skeleton.module.css';

interface SkeletonProps {
  readonly lines?: number | undefined;
}

/** Stands for what is loading. Invisible for its first 150 ms, so that quick answers do not flicker. */
export function Skeleton({ lines = 4 }: SkeletonProps) {
  return (
    <div className={styles.skeleton} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, index) => (
        // The lines are all alike and never change places.
        <span key={`line-${String(index)}`} className={styles.line} />
      ))}
    </div>
  );
}
