import type { NodeExample } from '@millrace/shared/nodes/define-node';
import type { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import styles from './node-example.module.css';

interface NodeExampleViewProps {
  readonly example: NodeExample<z.ZodType>;
  readonly onUse: () => void;
}

/** An example of a node type with real values, whose settings can be taken over. */
export function NodeExampleView({ example, onUse }: NodeExampleViewProps) {
  return (
    <section className={styles.example} aria-label="Example">
      <p>
        <strong>Example.</strong> {example.says}
      </p>
      <dl className={styles.values}>
        {Object.entries(example.inputs).map(([name, value]) => (
          <Value key={name} title={`From ${name}`} value={value} />
        ))}
        <Value title="Output" value={example.output} />
      </dl>
      <Button size="small" onClick={onUse}>
        Use these settings
      </Button>
    </section>
  );
}

function Value({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <code>{JSON.stringify(value)}</code>
      </dd>
    </div>
  );
}
