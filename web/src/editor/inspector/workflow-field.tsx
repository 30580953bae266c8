import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { ApiProblem } from '../../app/api.ts';
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
  // The list may not hold all of them.
  const listed = data?.items.find(({ id }) => id === value);
  const chosen = useQuery({
    ...apiQuery(endpoints.getTrigger, { params: { id: value } }),
    enabled: value !== '' && data !== undefined && listed === undefined,
  });
  const options = (data?.items ?? [])
    .filter(({ id }) => id !== workflowId)
    .map(({ id, name, publishedVersion }) => ({
      value: id,
      label: publishedVersion === null ? `${name} (not published)` : name,
    }));
  if (value !== '' && !options.some((option) => option.value === value)) {
    const isGone = chosen.error instanceof ApiProblem && chosen.error.kind === 'not-found';
    options.push({
      value,
      label: isGone ? 'A workflow that is gone' : ((listed ?? chosen.data)?.name ?? 'The chosen workflow'),
    });
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
