import { RowsField } from '../inspector/rows-field.tsx';
import { PathField } from './path-field.tsx';

interface PathListProps {
  readonly path: string;
  readonly of: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Paths of several fields. */
export function PathList({ path, of, value, onChange }: PathListProps) {
  return (
    <RowsField rows={value} of={of} fresh="" onChange={onChange} single>
      {(row, change, index) => <PathField path={`${path}[${index}]`} label="Field" value={row} onChange={change} />}
    </RowsField>
  );
}
