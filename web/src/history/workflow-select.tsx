import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../app/query.ts';
import { Select } from '../ui/select.tsx';

interface WorkflowSelectProps {
  readonly value: string | null;
  readonly onChange: (workflowId: string | null) => void;
}

/** Chooses one workflow, or all. */
export function WorkflowSelect({ value, onChange }: WorkflowSelectProps) {
  const { data } = useQuery(apiQuery(endpoints.listWorkflows, { query: { limit: 200 } }));
  const options = (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  // A link may name a workflow that is not among those read, or not yet.
  if (value !== null && !options.some((option) => option.value === value)) {
    options.unshift({ value, label: 'This workflow' });
  }
  return (
    <Select
      aria-label="Workflow"
      value={value ?? ''}
      options={[{ value: '', label: 'All workflows' }, ...options]}
      onValueChange={(id) => onChange(id === '' ? null : id)}
      style={{ maxWidth: 200 }}
    />
  );
}
