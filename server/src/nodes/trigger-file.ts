import type { BodyFile } from '../body/body-files.ts';
import { type NodeContext, StepFailure } from './implement.ts';

/**
 * A file of the trigger's body.
 * @param reference as it stands in the trigger's body, or its id alone
 * @throws StepFailure when there is no such file
 */
export function triggerFileOf(context: NodeContext, reference: unknown): BodyFile {
  const id = typeof reference === 'object' && reference !== null ? Reflect.get(reference, 'file') : reference;
  const file = typeof id === 'string' ? context.file(id) : undefined;
  if (file !== undefined) return file;
  const message = `The body that started this execution holds no file ${JSON.stringify(id ?? null).slice(0, 100)}. Give a file as it stands there, as {{ trigger.body.photo }}; of several in one field, one of them, as {{ trigger.body.photos[0] }}.`;
  throw new StepFailure({ code: 'missing-file', message }, { retryable: false });
}
