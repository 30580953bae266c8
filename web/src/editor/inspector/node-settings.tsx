import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import { type RetryKind, retryKind } from '@millrace/shared/retry-kind';
import type { GraphNode } from '@millrace/shared/workflow';
import { Switch } from '../../ui/switch.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { ChoiceField, ChoicesField } from './choice-field.tsx';
import { FieldFrame } from './field-frame.tsx';
import { Fold } from './fold.tsx';
import styles from './node-settings.module.css';
import { NumberField } from './number-field.tsx';
import { retryKindWords, settingsEffect } from './settings-effect.ts';

type Settings = NonNullable<GraphNode['settings']>;
type Retry = NonNullable<Settings['retry']>;

interface NodeSettingsProps {
  readonly node: GraphNode;
  readonly onChange: (settings: Settings) => void;
}

/** What every node has: retry, time limit, what an error does, disabled, a note. */
export function NodeSettings({ node, onChange }: NodeSettingsProps) {
  const settings = node.settings ?? {};
  const timeoutMs = nodeDefinitionOf(node.type)?.timeoutMs ?? 1_000;
  const set = (changes: { [Key in keyof Settings]?: Settings[Key] | undefined }) =>
    onChange(withoutUndefined({ ...settings, ...changes }));
  const setRetry = (changes: { [Key in keyof Retry]?: Retry[Key] | undefined }) =>
    set({ retry: withoutUndefined({ ...settings.retry, ...changes }) });
  // Its time limit is for working out how long to wait, of which nobody wants to read.
  const waits = nodeDefinitionOf(node.type)?.effect === 'wait';
  const effect = settingsEffect(settings, waits ? null : timeoutMs);
  const attempts = settings.retry?.attempts ?? 1;
  const note = (
    <FieldFrame title="Note">
      {() => (
        <TextArea
          aria-label="Note"
          rows={3}
          maxLength={4_000}
          placeholder="What the next person should know"
          value={settings.note ?? ''}
          onChange={(event) => set({ note: event.target.value || undefined })}
        />
      )}
    </FieldFrame>
  );
  // A webhook node is where a run begins: there is nothing to try again.
  if (node.type === 'webhook') return <Fold title="Note">{note}</Fold>;
  return (
    <Fold title="Settings" hint={effect}>
      <p className={styles.effect}>{effect}</p>
      <div className={styles.pair}>
        <FieldFrame title="Attempts" description="Including the first.">
          {(describedBy) => (
            <NumberField
              label="Attempts"
              value={settings.retry?.attempts}
              initial={1}
              onChange={(value) => setRetry({ attempts: whole(value, 1, 20) })}
              describedBy={describedBy}
            />
          )}
        </FieldFrame>
        <FieldFrame title="Time limit (ms)" description="For one attempt.">
          {(describedBy) => (
            <NumberField
              label="Time limit in milliseconds"
              value={settings.timeoutMs}
              initial={timeoutMs}
              onChange={(value) => set({ timeoutMs: whole(value, 1, 300_000) })}
              describedBy={describedBy}
            />
          )}
        </FieldFrame>
      </div>
      {attempts > 1 ? (
        <div className={styles.pair}>
          <FieldFrame title="First delay (ms)" description="Doubles each time.">
            {(describedBy) => (
              <NumberField
                label="First delay in milliseconds"
                value={settings.retry?.delayMs}
                initial={1_000}
                onChange={(value) => setRetry({ delayMs: whole(value, 0, 3_600_000) })}
                describedBy={describedBy}
              />
            )}
          </FieldFrame>
          <FieldFrame title="Longest delay (ms)">
            {(describedBy) => (
              <NumberField
                label="Longest delay in milliseconds"
                value={settings.retry?.maxDelayMs}
                initial={60_000}
                onChange={(value) => setRetry({ maxDelayMs: whole(value, 0, 3_600_000) })}
                describedBy={describedBy}
              />
            )}
          </FieldFrame>
        </div>
      ) : null}
      {attempts > 1 ? (
        <FieldFrame title="Try again on" description="What cannot pass by itself, as a refused password, never is.">
          {(describedBy) => (
            <ChoicesField
              label="Try again on"
              options={retryKind.options}
              words={retryKindWords}
              value={settings.retry?.on ?? retryKind.options}
              onChange={(on) => setRetry({ on: chosen(on) })}
              describedBy={describedBy}
            />
          )}
        </FieldFrame>
      ) : null}
      <FieldFrame title="On error">
        {() => (
          <ChoiceField
            label="On error"
            options={['fail', 'continue', 'branch']}
            words={{ fail: 'Fail', continue: 'Go on', branch: 'Error port' }}
            value={settings.onError ?? 'fail'}
            onChange={(value) => set({ onError: value === 'continue' || value === 'branch' ? value : 'fail' })}
          />
        )}
      </FieldFrame>
      <FieldFrame
        title="Disabled"
        description="Passes its input on unchanged."
        aside={
          <Switch
            aria-label="Disabled"
            checked={settings.disabled === true}
            onCheckedChange={(disabled) => set({ disabled: disabled || undefined })}
          />
        }
      >
        {() => null}
      </FieldFrame>
      {note}
    </Fold>
  );
}

/** All of them are the default; to try again on nothing is what one attempt is for. */
function chosen(on: readonly string[]): RetryKind[] | undefined {
  const kinds = retryKind.options.filter((kind) => on.includes(kind));
  return kinds.length === 0 || kinds.length === retryKind.options.length ? undefined : kinds;
}

/** Within the bounds of the schema; a draft outside of them could not be saved. */
const whole = (value: number | undefined, min: number, max: number): number | undefined =>
  value === undefined ? undefined : Math.min(max, Math.max(min, Math.round(value)));

const withoutUndefined = <Given extends object>(given: Given): { [Key in keyof Given]: NonNullable<Given[Key]> } =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]: NonNullable<Given[Key]>;
  };
