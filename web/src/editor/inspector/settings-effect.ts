import { type RetryKind, retryKind } from '@millrace/shared/retry-kind';
import type { GraphNode } from '@millrace/shared/workflow';
import { duration } from '../../ui/format-time.ts';

type Settings = NonNullable<GraphNode['settings']>;

/** Longest wait between two attempts that holds where settings name none, in milliseconds. */
const DEFAULT_DELAY_MS = 1_000;
const DEFAULT_MAX_DELAY_MS = 60_000;

/** What the common settings of a node mean, in a sentence. `timeoutMs` is that of its type; null where it waits. */
export const settingsEffect = (settings: Settings, timeoutMs: number | null): string => {
  if (settings.disabled === true) return 'Does nothing: passes its input on unchanged.';
  const limitMs = settings.timeoutMs ?? timeoutMs;
  const attempts = settings.retry?.attempts ?? 1;
  const tries =
    attempts > 1
      ? `Tries up to ${attempts} times${limitMs === null ? '' : `, ${duration(limitMs)} each`}, waiting ${waits(settings, attempts)} in between${only(settings)}`
      : `Tries once${limitMs === null ? '' : `, for at most ${duration(limitMs)}`}`;
  return `${tries}; ${afterwards[settings.onError ?? 'fail']}`;
};

const afterwards = {
  fail: 'an error then ends the execution as failed.',
  continue: 'an error then goes on as { error } in place of the output.',
  branch: 'an error then leaves through the error port.',
} as const;

/** The errors that may pass by themselves, in words. */
export const retryKindWords: Record<RetryKind, string> = {
  timeout: 'Time-outs',
  connection: 'Connection problems',
  'too-many-requests': 'Too many requests',
  'server-error': 'Server errors',
  other: 'Others',
};

/** Said only where it is not all of them. */
const only = ({ retry }: Settings): string => {
  const kinds = retry?.on ?? [];
  if (kinds.length === 0 || kinds.length === retryKind.options.length) return '';
  const words = kinds.map((kind) => retryKindWords[kind].toLowerCase());
  const last = words.pop();
  return `, on ${words.length === 0 ? last : `${words.join(', ')} and ${last}`} only`;
};

const waits = ({ retry }: Settings, attempts: number): string => {
  const first = retry?.delayMs ?? DEFAULT_DELAY_MS;
  const last = Math.min(first * 2 ** (attempts - 2), retry?.maxDelayMs ?? DEFAULT_MAX_DELAY_MS);
  return last === first ? `about ${duration(first)}` : `about ${duration(first)} to ${duration(last)}`;
};
