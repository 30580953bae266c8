import { isRefused, type Step } from '@millrace/shared/execution';
import type { Graph, GraphNode } from '@millrace/shared/workflow';
import { ChevronDown, ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { RoundChoice } from '../../history/round-choice.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Duration } from '../../ui/duration.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { StatusBadge } from '../../ui/status-badge.tsx';
import layout from '../bottom-panel.module.css';
import styles from './data-drawer.module.css';
import { DataPicker } from './data-picker.tsx';
import { FoldedLogs } from './folded-logs.tsx';
import { inputOf, type Known, outputOf } from './node-data.ts';
import { StepError } from './step-error.tsx';
import type { Chosen, DataChoice } from './use-chosen-data.ts';
import type { RecentData } from './use-recent-data.ts';

interface DataDrawerProps {
  readonly graph: Graph;
  readonly node: GraphNode | null;
  readonly choice: DataChoice;
  readonly recent: RecentData;
  readonly chosen: Chosen;
  readonly onChoose: (choice: DataChoice) => void;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** What came into the selected node and what went out; without one, the request. */
export function DataDrawer({ graph, node, choice, recent, chosen, onChoose, open, onOpenChange }: DataDrawerProps) {
  const { rounds, choose, step: shown = null } = chosen.shownRound;
  const step = shown?.nodeId === node?.id ? shown : null;
  return (
    <section className={layout.panel} aria-label="Data">
      <header className={classNames(layout.top, styles.top)}>
        <IconButton
          size="small"
          label={open ? 'Fold the data away' : 'Show the data'}
          aria-expanded={open}
          onClick={() => onOpenChange(!open)}
        >
          {open ? <ChevronDown /> : <ChevronUp />}
        </IconButton>
        <h2>{node === null ? 'Request' : node.name}</h2>
        {step === null ? null : (
          <span className={styles.step}>
            <StatusBadge status={step.status} look="plain" />
            <Duration ms={step.durationMs} />
            {step.attempts.length > 1 ? <span>{step.attempts.length} attempts</span> : null}
          </span>
        )}
        {step === null || step.round === null ? null : <RoundChoice rounds={rounds} step={step} onChoose={choose} />}
        <span className={layout.space} />
        <DataPicker choice={choice} recent={recent} onChoose={onChoose} />
      </header>
      {open ? <Content graph={graph} node={node} chosen={chosen} recent={recent} step={step} /> : null}
    </section>
  );
}

interface ContentProps extends Pick<DataDrawerProps, 'graph' | 'node' | 'chosen' | 'recent'> {
  readonly step: Step | null;
}

function Content({ graph, node, chosen, recent, step }: ContentProps) {
  if (chosen.error !== null) return <ErrorNote title="The data could not be read" error={chosen.error} />;
  if (recent.loaded && chosen.data.trigger === null && chosen.execution === null && chosen.deliveryId === null) {
    return <p className={styles.nothing}>Send a request to the trigger URL, or press Test: the data shows here.</p>;
  }
  if (node === null || node.type === 'webhook') {
    return (
      <div className={styles.panes}>
        <Pane title="The request" path="trigger" value={chosen.data.trigger} missing="The request is not there.">
          {chosen.delivery === null || !isRefused(chosen.delivery.outcome) ? null : (
            <p className={styles.refused} role="alert">
              Refused with {chosen.delivery.status}: {chosen.delivery.reason ?? chosen.delivery.outcome}
            </p>
          )}
        </Pane>
        {node === null ? null : (
          <Pane title="Out" path="trigger.body" value={chosen.data.trigger?.body} missing="No body." />
        )}
      </div>
    );
  }
  const input = inputOf(graph, node.id, chosen.data);
  const output = outputOf(graph, node.id, chosen.data);
  return (
    <div className={styles.panes}>
      <KnownPane title="In" path="input" known={input} missing={unknownInput(graph, node)} of={node.name} />
      <KnownPane
        title="Out"
        path={`steps[${JSON.stringify(node.name)}].output`}
        known={output}
        missing={step === null ? 'It has not run on this data yet. Press Test to run it.' : wordsOf(step)}
        of={node.name}
      >
        {step === null || (step.error === null && step.logs.length === 0) ? null : (
          <>
            {step.error === null ? null : <StepError error={step.error} />}
            {step.logs.length === 0 ? null : <FoldedLogs logs={step.logs} />}
          </>
        )}
      </KnownPane>
    </div>
  );
}

const unknownInput = (graph: Graph, node: GraphNode): string =>
  graph.edges.some(({ target }) => target === node.id)
    ? 'Nothing has come in on this data yet. Press Test to run what stands before it.'
    : node.parentId === undefined
      ? 'Nothing leads to this node. Connect it to another one.'
      : 'It gets the item of each round. Press Test to see the first one.';

const wordsOf = (step: Step): string => {
  switch (step.status) {
    case 'skipped':
      return 'It was skipped: no edge with a value reached it.';
    case 'filtered':
      return 'The conditions did not hold: this branch ended here.';
    case 'running':
      return 'It is still running.';
    case 'waiting':
      return step.wait === null ? 'It waits for its next attempt.' : 'It waits. Its step in the history says for what.';
    case 'cancelled':
      return 'It was cancelled.';
    case 'failed':
      return 'It failed, so nothing went out.';
    case 'succeeded':
      return 'Nothing went out.';
  }
};

interface PaneProps {
  readonly title: string;
  readonly path: string;
  readonly value: unknown;
  readonly missing: string;
  readonly of?: string | undefined;
  readonly children?: ReactNode;
}

function KnownPane({ known, ...rest }: Omit<PaneProps, 'value'> & { readonly known: Known }) {
  return <Pane {...rest} value={known.known ? known.value : undefined} />;
}

function Pane({ title, path, value, missing, of, children }: PaneProps) {
  return (
    <div className={styles.pane}>
      <h3 className={styles.title}>
        {title} <code>{path}</code>
      </h3>
      {children}
      {value === undefined || (value === null && path === 'trigger') ? (
        children ? null : (
          <p className={styles.missing}>{missing}</p>
        )
      ) : (
        <div className={styles.view}>
          <JsonView value={value} label={of === undefined ? title : `${title} of ${of}`} rootPath={path} fill />
        </div>
      )}
    </div>
  );
}
