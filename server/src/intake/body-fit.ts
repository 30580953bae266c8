import type { WebhookConfig } from '@millrace/shared/webhook-config';
import { type BodyFit, FITS, schemaFit } from '../body/schema-fit.ts';

/** Compares a body with the workflow's schema, which is made ready once for each config. */
export function bodyFit({ bodySchema }: Pick<WebhookConfig, 'bodySchema'>, body: unknown): BodyFit {
  if (bodySchema.kind === 'none') return FITS;
  let compare = compared.get(bodySchema);
  if (compare === undefined) {
    compare = schemaFit(bodySchema.schema);
    compared.set(bodySchema, compare);
  }
  return compare(body);
}

/** A config stays the same object for as long as it is served. */
const compared = new WeakMap<WebhookConfig['bodySchema'], (body: unknown) => BodyFit>();
