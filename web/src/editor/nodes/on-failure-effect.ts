import { onFailure } from '@millrace/shared/on-failure';
import { duration } from '../../ui/format-time.ts';

/** What the settings about failed executions come to, in a sentence; null while they do not fit the schema. */
export function onFailureEffect(settings: unknown): string | null {
  const parsed = onFailure.safeParse(settings);
  if (!parsed.success) return null;
  const { attempts, delayMs, effects, workflowId } = parsed.data;
  const next = workflowId === undefined ? 'is kept under unresolved failures' : 'runs the other workflow';
  if (attempts === 1) return `A failed execution ${next}.`;
  const pause = delayMs === 0 ? 'at once' : `${duration(delayMs)} later`;
  const sent = effects === 'reuse' ? 'without sending again what succeeded' : 'and sends everything again';
  return `A failed execution is tried again ${pause}, up to ${attempts} times in all, ${sent}; the last failure ${next}.`;
}
