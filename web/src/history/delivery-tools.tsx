import { deliveryOutcome, isRefused } from '@millrace/shared/execution';
import { presets } from '@millrace/shared/intake/index';
import { Search } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { TextInput } from '../ui/text-input.tsx';
import { type DeliveryFilter, isNarrowedDeliveries, isVerdict } from './delivery-filter.ts';
import { outcomeWords } from './outcome-badge.tsx';
import { PeriodSelect } from './period-select.tsx';
import { WorkflowSelect } from './workflow-select.tsx';

interface DeliveryToolsProps {
  readonly filter: DeliveryFilter;
  readonly onChange: (change: Partial<DeliveryFilter>) => void;
  readonly onClear: () => void;
}

const refused = deliveryOutcome.options.filter(isRefused);
const verdicts = [
  { value: '', label: 'Any outcome' },
  ...deliveryOutcome.options
    .filter((outcome) => !isRefused(outcome))
    .map((outcome) => ({ value: outcome, label: outcomeWords[outcome] })),
  { value: 'refused', label: 'Refused' },
  ...refused.map((outcome) => ({ value: outcome, label: `Refused: ${outcomeWords[outcome].toLowerCase()}` })),
];

const senders = [
  { value: '', label: 'Any verification' },
  ...presets.map(({ preset, label }) => ({ value: preset, label })),
];

/** Search and filters above the list of deliveries. */
export function DeliveryTools({ filter, onChange, onClear }: DeliveryToolsProps) {
  return (
    <>
      <TextInput
        type="search"
        icon={<Search />}
        aria-label="Search in deliveries"
        placeholder="Body, header, path, reason or id"
        maxLength={200}
        value={filter.q}
        onChange={(event) => onChange({ q: event.target.value })}
        style={{ minWidth: 250 }}
      />
      <Select
        aria-label="Outcome"
        value={filter.verdict ?? ''}
        options={verdicts}
        onValueChange={(verdict) => onChange({ verdict: isVerdict(verdict) ? verdict : null })}
        style={{ maxWidth: 150 }}
      />
      <WorkflowSelect value={filter.workflowId} onChange={(workflowId) => onChange({ workflowId })} />
      <Select
        aria-label="Verification"
        value={filter.preset ?? ''}
        options={senders}
        onValueChange={(preset) => onChange({ preset: preset === '' ? null : preset })}
        style={{ maxWidth: 180 }}
      />
      <PeriodSelect value={filter.period} onChange={(period) => onChange({ period })} />
      {isNarrowedDeliveries(filter) ? (
        <Button look="quiet" size="small" onClick={onClear}>
          Clear
        </Button>
      ) : null}
    </>
  );
}
