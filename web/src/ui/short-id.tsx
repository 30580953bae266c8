import { Check, Copy } from 'lucide-react';
import styles from './short-id.module.css';
import { useCopy } from './use-copy.ts';

interface ShortIdProps {
  readonly id: string;
  /** What it is the id of, as in "execution". */
  readonly of: string;
}

/** The end of a UUIDv7, which is its random part: ids made in the same minute begin alike. */
export const shortId = (id: string): string => id.slice(-8);

/** A short id; a click copies the whole one. */
export function ShortId({ id, of }: ShortIdProps) {
  const [copied, copy] = useCopy();
  return (
    <button
      type="button"
      className={styles.id}
      title={id}
      aria-label={`Copy the ${of}’s id ${id}`}
      onClick={() => copy(id)}
    >
      {shortId(id)}
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
    </button>
  );
}
