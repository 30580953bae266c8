import { type Execution, isFinal, type Step } from '@millrace/shared/execution';
import { portLabelOf } from '@millrace/shared/nodes/index';
import { RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useUrlParam } from '../app/use-url-param.ts';
import { Button } from '../ui/button.tsx';
import { Duration } from '../ui/duration.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { StatusBadge } from '../ui/status-badge.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { FailureView } from './failure-view.tsx';
import { RoundChoice } from './round-choice.tsx';
import { StepAttempts } from './step-attempts.tsx';
import { StepLogs } from './step-logs.tsx';
import styles from './step-panel.module.css';
import { StepWait } from './step-wait.tsx';
import { useReplay } from './use-replay.ts';

const views = ['output', 'input', 'error', 'attempts', 'logs'] as const;
type StepView = (typeof views)[number];

interface StepPanelProps {
  readonly execution: Execution;
  readonly step: Step;
  /** Of the same node, in the order of its rounds; one where it stands in no container. */
  readonly rounds: readonly Step[];
  readonly onRound: (round: number) => void;
  readonly onClose: () => void;
}

/** What one step took, gave, said and went through. */
export function StepPanel({ execution, step, rounds, onRound, onClose }: StepPanelProps) {
  const [viewInUrl, setView] = useUrlParam('view');
  const replay = useReplay(execution.id);
  const exits = exitsOf(execution, step);
  const usual: StepView = step.error === null ? 'output' : 'error';
  const known = views.find((view) => view === viewInUrl);
  const view = known === 'error' && step.error === null ? usual : (known ?? usual);
  const content: Record<StepView, { readonly label: string; readonly content: ReactNode }> = {
    output: { label: 'Output', content: <StepValue what="output" step={step} value={step.output} /> },
    input: { label: 'Input', content: <StepValue what="input" step={step} value={step.input} /> },
    error: { label: 'Error', content: step.error === null ? null : <FailureView failure={step.error} /> },
    attempts: { label: counted('Attempts', step.attempts.length), content: <StepAttempts attempts={step.attempts} /> },
    logs: { label: counted('Logs', step.logs.length), content: <StepLogs logs={step.logs} /> },
  };
  return (
    <section className={styles.panel} aria-label={`Step ${step.nodeName}`}>
      <header className={styles.head}>
        <StatusBadge status={step.status} />
        <h3 className={styles.name} title={step.nodeName}>
          {step.nodeName}
        </h3>
        {step.round === null ? null : <RoundChoice rounds={rounds} step={step} onChoose={onRound} />}
        {step.durationMs === null ? null : (
          <span className={styles.fact}>
            <Duration ms={step.durationMs} />
          </span>
        )}
        {exits.length > 0 ? (
          <span className={styles.fact} title={exits.join(', ')}>
            left by {exits.join(', ')}
          </span>
        ) : null}
        {step.reused ? <span className={styles.fact}>taken over from the replayed execution</span> : null}
        <span className={styles.end}>
          {isFinal(execution.status) && step.status !== 'skipped' ? (
            <Button
              size="small"
              look="quiet"
              icon={<RotateCcw />}
              busy={replay.isPending}
              onClick={() => replay.mutate({ version: 'same', fromNode: step.nodeId })}
            >
              Replay from here
            </Button>
          ) : null}
          <IconButton size="small" label="Close the step" onClick={onClose}>
            <X />
          </IconButton>
        </span>
      </header>
      <Tabs<StepView>
        fill
        label="Parts of the step"
        value={view}
        onValueChange={(next) => setView(next === usual ? null : next)}
        tabs={views
          .filter((each) => each !== 'error' || step.error !== null)
          .map((each) => ({
            value: each,
            label: content[each].label,
            content: <div className={styles.content}>{content[each].content}</div>,
          }))}
      />
    </section>
  );
}

/** The ports that the value left by, as the card calls them; the usual one goes without saying. */
function exitsOf({ graph }: Execution, { nodeId, ports }: Step): string[] {
  const node = graph.nodes.find(({ id }) => id === nodeId);
  return ports.filter((port) => port !== 'out').map((port) => (node && portLabelOf(node, port)) ?? port);
}

const counted = (label: string, count: number): string => (count === 0 ? label : `${label} ${count}`);

interface StepValueProps {
  readonly what: 'input' | 'output';
  readonly step: Step;
  readonly value: unknown;
}

function StepValue({ what, step, value }: StepValueProps) {
  if (step.status === 'skipped')
    return <p className={styles.none}>No edge that was taken leads here: it did not run.</p>;
  if (what === 'output' && step.finishedAt === null && !step.reused) {
    if (step.status !== 'waiting') return <p className={styles.none}>It still runs.</p>;
    return step.wait === null ? (
      <p className={styles.none}>It waits for its next attempt.</p>
    ) : (
      <StepWait {...step.wait} />
    );
  }
  const path = what === 'input' ? 'input' : `steps[${JSON.stringify(step.nodeName)}].output`;
  return <JsonView fill value={value} rootPath={path} label={`${what} of ${step.nodeName}`} />;
}
