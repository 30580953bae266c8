import { Select } from '../ui/select.tsx';
import { isPeriod, type Period, periodNames, periods } from './period.ts';

interface PeriodSelectProps {
  readonly value: Period | null;
  readonly onChange: (period: Period | null) => void;
}

const options = [
  { value: '', label: 'Any time' },
  ...Object.keys(periods)
    .filter(isPeriod)
    .map((period) => ({ value: period, label: periodNames[period] })),
];

/** Chooses how far back a list goes. */
export function PeriodSelect({ value, onChange }: PeriodSelectProps) {
  return (
    <Select
      aria-label="Time"
      value={value ?? ''}
      options={options}
      onValueChange={(chosen) => onChange(isPeriod(chosen) ? chosen : null)}
    />
  );
}
