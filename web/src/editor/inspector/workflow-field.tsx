import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../../app/query.ts';
import { Select } from '../../ui/select.tsx';
import { useFieldData } from '../state/field-data-context.ts';

interface WorkflowFieldProps {
  readonly label: string;
  /** Empty: none. */
  readonly value: string;
  readonly onChange: (workflowId: string | undefined) => void;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
}

/** Chooses another workflow, or none. */
export function WorkflowField({ label, value, onChange, describedBy, invalid }: WorkflowFieldProps) {
  const { workflowId } = useFieldData();
  const { data } = useQuery(apiQuery(endpoints.listWorkflows, { query: { limit: 200 } }));
  const options = (data?.items ?? [])
    .filter(({ id }) => id !== workflowId)
    .map(({ id, name, publishedVersion }) => ({
      value: id,
      label: publishedVersion === null ? `${name} (not published)` : name,
    }));
  if (value !== '' && !options.some((option) => option.value === value)) {
    options.push({ value, label: data === undefined ? 'The chosen workflow' : 'A workflow that is gone' });
  }
  return (
    <Select
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={invalid}
      value={value}
      options={[{ value: '', label: 'None' }, ...options]}
      onValueChange={(id) => onChange(id === '' ? undefined : id)}
    />
  );
}
