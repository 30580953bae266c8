import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { CheckCheck, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { apiQuery } from '../app/query.ts';
import { Button } from '../ui/button.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import type { ExecutionFilter } from './execution-filter.ts';
import type { BulkFilter } from './use-bulk.ts';

interface BulkButtonsProps {
  readonly offered: boolean;
  readonly filter: ExecutionFilter;
  /** The start of the period, as the list has it. */
  readonly from: string | null;
}

/** What can be done with everything that the list shows. */
export function BulkButtons({ offered, filter, from }: BulkButtonsProps) {
  const [action, setAction] = useState<'replay' | 'dismiss' | null>(null);
  const { data } = useQuery(apiQuery(endpoints.countUnresolved));
  const total = countOf(filter, data);
  // What is under way shows how it ends, even where it leaves nothing on the list.
  if (!offered && action === null) return null;
  return (
    <>
      {filter.unresolved ? (
        <Button look="quiet" icon={<CheckCheck />} onClick={() => setAction('dismiss')}>
          Dismiss these …
        </Button>
      ) : null}
      <Button icon={<RotateCcw />} onClick={() => setAction('replay')}>
        Replay these …
      </Button>
      {action === null ? null : (
        <BulkDialog
          action={action}
          filter={bulkFilter(filter, from)}
          what={whatOf(filter, total)}
          total={total}
          onClose={() => setAction(null)}
        />
      )}
    </>
  );
}

const bulkFilter = ({ unresolved, statuses, workflowId, q }: ExecutionFilter, from: string | null): BulkFilter => ({
  unresolved,
  ...(statuses.length > 0 && { status: [...statuses] }),
  ...(workflowId !== null && { workflowId }),
  ...(from !== null && { from }),
  ...(q.trim() !== '' && { q: q.trim() }),
});

interface Counts {
  readonly count: number;
  readonly workflows: readonly { readonly workflowId: string; readonly count: number }[];
}

/** Null where the filter says more than what is counted. */
function countOf({ unresolved, workflowId, period, q }: ExecutionFilter, counts: Counts | undefined): number | null {
  if (counts === undefined || !unresolved || period !== null || q.trim() !== '') return null;
  if (workflowId === null) return counts.count;
  return counts.workflows.find((each) => each.workflowId === workflowId)?.count ?? 0;
}

function whatOf({ unresolved }: ExecutionFilter, total: number | null): string {
  if (!unresolved) return 'all executions that fit these filters';
  if (total === null) return 'the unresolved failures that fit these filters';
  return total === 1 ? '1 unresolved failure' : `${total.toLocaleString('en')} unresolved failures`;
}
