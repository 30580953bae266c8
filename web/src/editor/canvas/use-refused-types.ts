import { nodeDefinitions } from '@millrace/shared/nodes/index';
import { useMemo } from 'react';
import { fitsInFrame } from '../graph/frames.ts';
import { useGraph } from '../state/editor-context.ts';

/**
 * Node types that cannot be added, with the reason: a second webhook, what takes no input where one is needed, or what
 * cannot stand in a frame.
 */
export function useRefusedTypes(where: 'anywhere' | 'with-input' | 'in-frame'): ReadonlyMap<string, string> {
  const { nodes } = useGraph();
  const hasWebhook = nodes.some(({ type }) => type === 'webhook');
  return useMemo(() => {
    const refused = new Map<string, string>();
    for (const { type, group, label } of nodeDefinitions) {
      if (where === 'in-frame' && group !== 'trigger' && !fitsInFrame(type)) {
        refused.set(type, `A ${label} node cannot stand inside another one.`);
      }
      if (group !== 'trigger') continue;
      if (where !== 'anywhere') refused.set(type, 'It starts a workflow: nothing can come before it.');
      else if (hasWebhook) refused.set(type, 'There is one already; a workflow has one start.');
    }
    return refused;
  }, [where, hasWebhook]);
}
