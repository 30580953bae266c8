import { Select } from '../../ui/select.tsx';
import styles from './choice-field.module.css';
import { inWords } from './in-words.ts';

interface ChoiceFieldProps {
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
  readonly label: string;
  readonly describedBy?: string | undefined;
  /** Words for options whose name says too little. */
  readonly words?: Readonly<Record<string, string>> | undefined;
}

/** Letters that fit side by side into the inspector. */
const FITS = 30;

/** One of a few: side by side where they fit, else a list. */
export function ChoiceField({ value, options, onChange, label, describedBy, words = {} }: ChoiceFieldProps) {
  const named = options.map((option) => ({ value: option, label: words[option] ?? inWords(option) }));
  const length = named.reduce((sum, option) => sum + option.label.length + 2, 0);
  if (length > FITS || options.length > 5) {
    return (
      <Select
        value={value}
        options={named}
        onValueChange={onChange}
        aria-label={label}
        aria-describedby={describedBy}
      />
    );
  }
  return (
    <fieldset className={styles.segments} aria-describedby={describedBy}>
      <legend className="sr-only">{label}</legend>
      {named.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles.segment}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

interface ChoicesFieldProps extends Omit<ChoiceFieldProps, 'value' | 'onChange'> {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}

/** Any of a few. */
export function ChoicesField({ value, options, onChange, label, describedBy, words = {} }: ChoicesFieldProps) {
  return (
    <fieldset className={styles.chips} aria-describedby={describedBy}>
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option}
          type="button"
          className={styles.chip}
          aria-pressed={value.includes(option)}
          onClick={() =>
            onChange(options.filter((each) => (each === option ? !value.includes(option) : value.includes(each))))
          }
        >
          {words[option] ?? inWords(option)}
        </button>
      ))}
    </fieldset>
  );
}
