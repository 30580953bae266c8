import { CircleCheck, History } from 'lucide-react';
import { Link } from 'wouter';
import { routes } from '../app/routes.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { type ExecutionFilter, isNarrowed } from './execution-filter.ts';

interface NoExecutionsProps {
  readonly filter: ExecutionFilter;
  readonly onClear: () => void;
}

/** What stands where the list would, with what to do about it. */
export function NoExecutions({ filter, onClear }: NoExecutionsProps) {
  if (isNarrowed(filter)) {
    return (
      <EmptyState
        icon={<History />}
        title={filter.unresolved ? 'No unresolved failure fits these filters' : 'No execution fits these filters'}
        actions={<Button onClick={onClear}>Clear the filters</Button>}
      >
        New ones that fit appear here by themselves.
      </EmptyState>
    );
  }
  if (filter.unresolved) {
    return (
      <EmptyState icon={<CircleCheck />} title="No unresolved failures">
        An execution that fails stays here until a replay or a retry of it succeeds, or until you dismiss it.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<History />}
      title="Nothing has run yet"
      actions={<Link href={routes.workflows}>To the workflows</Link>}
    >
      Publish a workflow and send a request to its trigger URL; its execution appears here at once. A request that came
      before publishing is kept under deliveries.
    </EmptyState>
  );
}
