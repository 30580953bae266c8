import type { Graph, GraphProblem, Workflow } from '@millrace/shared/workflow';
import { Archive, Ellipsis, GitCommitVertical, History, Pause, Play, Redo2, Undo2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { pathTo, routes } from '../../app/routes.ts';
import { useUrlParam } from '../../app/use-url-param.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { RetentionDialog } from '../../workflows/retention-dialog.tsx';
import type { RecentData } from '../data/use-recent-data.ts';
import { useEditor, useEditorStore } from '../state/editor-context.ts';
import type { DraftSaving } from '../state/use-draft-saver.ts';
import type { TestCases } from '../test-cases/use-test-cases.ts';
import type { TestsInUrl } from '../test-cases/use-tests-in-url.ts';
import styles from './editor-bar.module.css';
import { ProblemsButton } from './problems-button.tsx';
import { PublishButton } from './publish-button.tsx';
import { SaveStateMark } from './save-state.tsx';
import { ShortcutsButton } from './shortcuts-button.tsx';
import { TestButton } from './test-button.tsx';
import { TestsButton } from './tests-button.tsx';
import { TriggerUrl } from './trigger-url.tsx';
import { usePause } from './use-pause.ts';
import type { TestRun } from './use-test-run.ts';
import { WorkflowName } from './workflow-name.tsx';

interface EditorBarProps {
  readonly workflow: Workflow;
  readonly graph: Graph;
  readonly problems: readonly GraphProblem[];
  readonly saving: DraftSaving;
  readonly run: TestRun;
  readonly tests: TestCases;
  readonly testsInUrl: TestsInUrl;
  readonly recent: RecentData;
  readonly shownDelivery: string | null;
  readonly onGoTo: (problem: GraphProblem) => void;
  readonly keysShown: boolean;
  readonly onKeysShownChange: (shown: boolean) => void;
}

/** The top of the editor: what this is, whether it is saved and sound, and what can be done with it. */
export function EditorBar(props: EditorBarProps) {
  const { workflow, graph, problems, saving, run, recent, shownDelivery, onGoTo } = props;
  const store = useEditorStore();
  const canUndo = useEditor(({ history }) => history.past.length > 0);
  const canRedo = useEditor(({ history }) => history.future.length > 0);
  const [, navigate] = useLocation();
  const [retention, setRetention] = useUrlParam('retention');
  const setPaused = usePause(workflow);
  return (
    <header className={styles.bar}>
      <div className={styles.start}>
        <h1 className="sr-only">{workflow.name}</h1>
        <WorkflowName workflow={workflow} />
        <SaveStateMark state={saving.state} />
        {workflow.paused ? (
          <Button size="small" className={styles.paused} icon={<Pause />} onClick={() => setPaused(false)}>
            Paused · resume
          </Button>
        ) : null}
      </div>
      <div className={styles.middle}>
        <TriggerUrl workflow={workflow} graph={graph} />
      </div>
      <div className={styles.end}>
        <ProblemsButton graph={graph} problems={problems} onGoTo={onGoTo} />
        <div className={styles.history}>
          <IconButton
            size="small"
            label="Undo"
            shortcut="Ctrl Z"
            disabled={!canUndo}
            onClick={() => store.getState().undo()}
          >
            <Undo2 />
          </IconButton>
          <IconButton
            size="small"
            label="Redo"
            shortcut="Ctrl Shift Z"
            disabled={!canRedo}
            onClick={() => store.getState().redo()}
          >
            <Redo2 />
          </IconButton>
          <ShortcutsButton open={props.keysShown} onOpenChange={props.onKeysShownChange} />
        </div>
        <TestButton run={run} deliveries={recent.deliveries} shownDelivery={shownDelivery} />
        <TestsButton
          tests={props.tests}
          open={props.testsInUrl.shown}
          onOpenChange={(shown) => props.testsInUrl.show(shown)}
        />
        <PublishButton
          workflow={workflow}
          graph={graph}
          problems={problems}
          saver={saving.saver}
          onShowTests={(caseId) => {
            props.testsInUrl.show(true, caseId);
            if (caseId !== undefined) props.tests.run();
          }}
        />
        <Menu
          trigger={
            <IconButton size="small" label="More for this workflow">
              <Ellipsis />
            </IconButton>
          }
          items={[
            workflow.paused
              ? { label: 'Resume', icon: <Play />, onSelect: () => setPaused(false) }
              : { label: 'Pause', icon: <Pause />, onSelect: () => setPaused(true) },
            {
              label: 'Versions',
              icon: <GitCommitVertical />,
              onSelect: () => navigate(pathTo(routes.versions, { id: workflow.id })),
            },
            {
              label: 'Executions',
              icon: <History />,
              onSelect: () => navigate(pathTo(routes.executions, {}, { workflow: workflow.id })),
            },
            { label: 'History kept …', icon: <Archive />, onSelect: () => setRetention('1') },
          ]}
        />
        {retention === null ? null : <RetentionDialog workflow={workflow} onClose={() => setRetention(null)} />}
      </div>
    </header>
  );
}
