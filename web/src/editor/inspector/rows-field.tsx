import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './rows-field.module.css';
import { useRowKeys } from './use-row-keys.ts';

interface RowsFieldProps<Row> {
  readonly rows: readonly Row[];
  readonly onChange: (rows: readonly Row[]) => void;
  /** What a new row holds. */
  readonly fresh: Row;
  /** What one row is, for the buttons: "header". */
  readonly of: string;
  /** Each row is one field over the whole width. */
  readonly single?: boolean | undefined;
  readonly children: (row: Row, change: (row: Row) => void, index: number) => ReactNode;
}

/** A list whose rows are added and removed one by one. */
export function RowsField<Row>({ rows, onChange, fresh, of, single = false, children }: RowsFieldProps<Row>) {
  const { keys, removed } = useRowKeys(rows.length);
  return (
    <div className={styles.rows}>
      {rows.map((row, index) => (
        <div key={keys[index]} className={styles.row}>
          <div className={single ? styles.single : styles.fields}>
            {children(row, (changed) => onChange(rows.map((each, at) => (at === index ? changed : each))), index)}
          </div>
          <IconButton
            size="small"
            label={`Remove ${of} ${index + 1}`}
            onClick={() => {
              removed(index);
              onChange(rows.filter((_, at) => at !== index));
            }}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <Button
        size="small"
        look="quiet"
        icon={<Plus />}
        className={styles.add}
        onClick={() => onChange([...rows, fresh])}
      >
        Add {of}
      </Button>
    </div>
  );
}
