import { duration } from './format-time.ts';

interface DurationProps {
  /** Milliseconds; null while it is not known. */
  readonly ms: number | null;
}

/** How long something took, with its unit. */
export function Duration({ ms }: DurationProps) {
  if (ms === null) return <span title="Not known yet">–</span>;
  return (
    <span title={`${ms} ms`} style={{ whiteSpace: 'nowrap' }}>
      {duration(ms)}
    </span>
  );
}
