import type { NodeDefinition } from '@millrace/shared/nodes/define-node';
import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import {
  Box,
  Braces,
  Database,
  Funnel,
  Globe,
  Hourglass,
  type LucideIcon,
  Mail,
  Merge,
  OctagonX,
  Repeat,
  Reply,
  Split,
  SquareCode,
  Timer,
  Webhook,
  Workflow,
} from 'lucide-react';
import styles from './node-icon.module.css';

const icons: Readonly<Record<string, LucideIcon>> = {
  webhook: Webhook,
  split: Split,
  merge: Merge,
  'octagon-x': OctagonX,
  funnel: Funnel,
  braces: Braces,
  'square-code': SquareCode,
  database: Database,
  globe: Globe,
  hourglass: Hourglass,
  mail: Mail,
  repeat: Repeat,
  reply: Reply,
  timer: Timer,
  workflow: Workflow,
};

interface NodeIconProps {
  /** The node type. */
  readonly type: string;
  readonly size?: 'normal' | 'small';
}

/** The tinted tile with the icon of a node type. */
export function NodeIcon({ type, size = 'normal' }: NodeIconProps) {
  const definition: NodeDefinition | undefined = nodeDefinitionOf(type);
  const Icon = icons[definition?.icon ?? ''] ?? Box;
  return (
    <span className={styles.tile} data-group={definition?.group} data-size={size} aria-hidden="true">
      <Icon />
    </span>
  );
}
