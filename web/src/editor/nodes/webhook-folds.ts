import { limits } from '@millrace/shared/intake/limits';
import { webhook } from '@millrace/shared/nodes/webhook';
import { type FormField, formFields } from '../inspector/form-fields.ts';

/** Settings of the webhook node that most people leave as they are. */
export interface WebhookFold {
  readonly title: string;
  /** Fields of the config itself, and of its limits. */
  readonly own: readonly FormField[];
  readonly limits: readonly FormField[];
}

const ownFields = formFields(webhook.config);
const limitFields = formFields(limits);

const foldOf = (title: string, own: readonly string[], ofLimits: readonly string[]): WebhookFold => ({
  title,
  own: ownFields.filter(({ key }) => own.includes(key)),
  limits: limitFields.filter(({ key }) => ofLimits.includes(key)),
});

export const webhookFolds: readonly WebhookFold[] = [
  foldOf('Path and senders', ['path', 'allowedOrigins'], ['addresses']),
  foldOf('Body', ['bodySchema'], ['contentTypes', 'bodyBytes', 'compressed']),
  foldOf('Pace and order', ['order'], ['requestsPerMinute', 'concurrentExecutions']),
];

/** The titles of those fields of a fold that hold something else than their default. */
export const setInFold = (
  { own, limits }: WebhookFold,
  config: Readonly<Record<string, unknown>>,
  ofLimits: Readonly<Record<string, unknown>>,
): readonly string[] =>
  [...own.filter(({ key }) => isSet(config[key])), ...limits.filter(({ key }) => isSet(ofLimits[key]))].map(
    ({ title }) => title,
  );

const isSet = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null && 'kind' in value) return value.kind !== 'none';
  return value !== undefined && value !== '' && value !== false;
};
