import { Switch as Base } from '@base-ui/react/switch';
import styles from './switch.module.css';

export interface SwitchProps {
  readonly checked: boolean;
  readonly onCheckedChange: (checked: boolean) => void;
  readonly id?: string | undefined;
  readonly disabled?: boolean | undefined;
  readonly 'aria-label'?: string | undefined;
  readonly 'aria-describedby'?: string | undefined;
}

/** Turns one thing on or off, at once. Give it a label through `Field` or `aria-label`. */
export function Switch({ onCheckedChange, ...rest }: SwitchProps) {
  return (
    <Base.Root {...rest} className={styles.track} onCheckedChange={(checked) => onCheckedChange(checked)}>
      <Base.Thumb className={styles.thumb} />
    </Base.Root>
  );
}
