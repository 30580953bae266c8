import { Search } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { type ExecutionFilter, isNarrowed } from './execution-filter.ts';
import { ExecutionsShown } from './executions-shown.tsx';
import { PeriodSelect } from './period-select.tsx';
import { StatusFilter } from './status-filter.tsx';
import { WorkflowSelect } from './workflow-select.tsx';

interface ExecutionToolsProps {
  readonly filter: ExecutionFilter;
  readonly onChange: (changes: Partial<ExecutionFilter>) => void;
  readonly onClear: () => void;
}

/** Which executions are listed. */
export function ExecutionTools({ filter, onChange, onClear }: ExecutionToolsProps) {
  return (
    <>
      <ExecutionsShown
        unresolved={filter.unresolved}
        onChange={(unresolved) => onChange({ unresolved, statuses: [] })}
      />
      <TextInput
        type="search"
        icon={<Search />}
        aria-label="Find by id or error"
        placeholder="Id or error"
        value={filter.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      <WorkflowSelect value={filter.workflowId} onChange={(workflowId) => onChange({ workflowId })} />
      <PeriodSelect value={filter.period} onChange={(period) => onChange({ period })} />
      {filter.unresolved ? null : (
        <StatusFilter chosen={filter.statuses} onChange={(statuses) => onChange({ statuses })} />
      )}
      {isNarrowed(filter) ? (
        <Button look="quiet" size="small" onClick={onClear}>
          Clear
        </Button>
      ) : null}
    </>
  );
}
