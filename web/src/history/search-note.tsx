import { Button } from '../ui/button.tsx';
import { Time } from '../ui/time.tsx';
import styles from './search-note.module.css';
import type { SearchProgress } from './search-progress.ts';

interface SearchNoteProps {
  readonly progress: SearchProgress;
  readonly searching: boolean;
  readonly onGoOn: () => void;
}

/** How far a search has come, and how to go on with it. */
export function SearchNote({ progress, searching, onGoOn }: SearchNoteProps) {
  const { deliveries, backTo, done, paused } = progress;
  const count = `${deliveries.toLocaleString('en')} ${deliveries === 1 ? 'delivery' : 'deliveries'}`;
  return (
    <div className={styles.note} role="status">
      <p>
        {done ? (
          `Searched all of ${count}.`
        ) : (
          <>
            {searching ? 'Searching …' : 'Searched'} the newest {count}
            {backTo === null ? null : (
              <>
                , back to <Time at={backTo} />
              </>
            )}
            .
          </>
        )}
      </p>
      {paused && !searching ? (
        <Button size="small" onClick={onGoOn}>
          Search older ones
        </Button>
      ) : null}
    </div>
  );
}
