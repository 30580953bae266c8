import { nodeDefinitions } from '@millrace/shared/nodes/index';
import { useMemo } from 'react';
import { useGraph } from '../state/editor-context.ts';

/** Node types that cannot be added, with the reason: a second webhook, or what takes no input where one is needed. */
export function useRefusedTypes(where: 'anywhere' | 'with-input'): ReadonlyMap<string, string> {
  const { nodes } = useGraph();
  const hasWebhook = nodes.some(({ type }) => type === 'webhook');
  return useMemo(() => {
    const refused = new Map<string, string>();
    for (const { type, group } of nodeDefinitions) {
      if (group !== 'trigger') continue;
      if (where === 'with-input') refused.set(type, 'It starts a workflow: nothing can come before it.');
      else if (hasWebhook) refused.set(type, 'There is one already; a workflow has one start.');
    }
    return refused;
  }, [where, hasWebhook]);
}
