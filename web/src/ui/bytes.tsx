import { formatBytes } from './format-bytes.ts';

interface BytesProps {
  readonly count: number;
}

/** A size with its unit; the exact count on hover. */
export function Bytes({ count }: BytesProps) {
  return (
    <span title={`${count.toLocaleString('en')} bytes`} style={{ whiteSpace: 'nowrap' }}>
      {formatBytes(count)}
    </span>
  );
}
