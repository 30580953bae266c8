import type { NodeExample } from '@millrace/shared/nodes/define-node';
import type { z } from 'zod';
import { Button } from '../../ui/button.tsx';
import styles from './node-example.module.css';

interface NodeExampleViewProps {
  readonly example: NodeExample<z.ZodType>;
  readonly onUse: () => void;
}

/** An example of a node type with real values, which can be taken over. */
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
        <Value title="Settings" value={shownOf(example)} />
        {example.inside === undefined ? null : (
          <Value title={`Inside: ${example.inside.name}`} value={example.inside.config} />
        )}
        {example.outside?.gets === undefined ? null : <Value title="Sent" value={example.outside.gets} />}
        {example.outside?.answers === undefined ? null : (
          <Value title="Answered with" value={example.outside.answers} />
        )}
        <Value title={example.isPart ? 'Output, with more fields' : 'Output'} value={example.output} />
      </dl>
      <Button size="small" onClick={onUse}>
        Use this example
      </Button>
    </section>
  );
}

/** Settings without those that stay as they are; code as it is written. */
function shownOf({ config, keeps = [] }: NodeExample<z.ZodType>): unknown {
  const entries = Object.entries(Object(config)).filter(([field]) => !keeps.includes(field));
  const [only] = entries;
  return entries.length === 1 && only?.[0] === 'code' ? only[1] : Object.fromEntries(entries);
}

function Value({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <code>{typeof value === 'string' ? value : JSON.stringify(value)}</code>
      </dd>
    </div>
  );
}
