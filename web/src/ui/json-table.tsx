import { isJsonObject } from '@millrace/shared/json-object';
import { useState } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './json-table.module.css';
import { previewJson } from './preview-json.ts';

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

const MAX_COLUMNS = 40;
const ROWS_AT_ONCE = 100;
const MAX_CHARACTERS = 200;

/** How a list of objects, a plain list or an object reads as a table; null where a table says nothing. */
export function tableOf(value: unknown): Table | null {
  if (Array.isArray(value)) {
    if (value.length === 0) return null;
    if (!value.every(isJsonObject)) return { columns: ['#', 'value'], rows: value.map((item, index) => [index, item]) };
    const columns = [...new Set(value.flatMap((item) => Object.keys(item)))].slice(0, MAX_COLUMNS);
    return { columns, rows: value.map((item) => columns.map((column) => item[column])) };
  }
  if (!isJsonObject(value) || Object.keys(value).length === 0) return null;
  return { columns: ['name', 'value'], rows: Object.entries(value) };
}

interface JsonTableProps {
  readonly table: Table;
  readonly label: string;
  readonly fill: boolean;
}

export function JsonTable({ table, label, fill }: JsonTableProps) {
  const [shown, setShown] = useState(ROWS_AT_ONCE);
  return (
    <div className={classNames(styles.box, fill && styles.fill)}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, shown).map((cells, row) => (
            // A row is known by nothing but its place in the value.
            <tr key={`row-${String(row)}`}>
              {table.columns.map((column, index) => (
                <Cell key={column} value={cells[index]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > shown ? (
        <Button size="small" look="quiet" onClick={() => setShown(shown + ROWS_AT_ONCE)}>
          {`${table.rows.length - shown} more rows`}
        </Button>
      ) : null}
    </div>
  );
}

function Cell({ value }: { readonly value: unknown }) {
  if (value === undefined) return <td />;
  const text = typeof value === 'string' ? value.slice(0, MAX_CHARACTERS) : previewJson(value, MAX_CHARACTERS);
  return <td title={text}>{text}</td>;
}
