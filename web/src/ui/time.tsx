import { exactTime, relativeTime } from './format-time.ts';
import { useNow } from './use-now.ts';

interface TimeProps {
  /** ISO 8601. */
  readonly at: string;
}

/** An instant, relative to now; the exact one on hover. */
export function Time({ at }: TimeProps) {
  const now = useNow();
  return (
    <time dateTime={at} title={exactTime(at)} style={{ whiteSpace: 'nowrap' }}>
      {relativeTime(at, now)}
    </time>
  );
}
