import { pathPatternOf } from '@millrace/shared/path-pattern';
import type { GraphProblem, Workflow } from '@millrace/shared/workflow';
import { ReactFlowProvider } from '@xyflow/react';
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useMediaQuery } from '../app/use-media-query.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { SplitPane } from '../ui/split-pane.tsx';
import { Canvas } from './canvas/canvas.tsx';
import { NodePicker } from './canvas/node-picker.tsx';
import { Palette } from './canvas/palette.tsx';
import { StartHere } from './canvas/start-here.tsx';
import { useShortcuts } from './canvas/use-shortcuts.ts';
import { DataDrawer } from './data/data-drawer.tsx';
import { scopeOf } from './data/node-data.ts';
import { useCallSamples } from './data/use-call-samples.ts';
import { useChosenData } from './data/use-chosen-data.ts';
import { useDataChoice } from './data/use-data-choice.ts';
import { useRecentData } from './data/use-recent-data.ts';
import styles from './editor.module.css';
import { loadInspector, usePreparedInspector } from './inspector/load-inspector.ts';
import { useSecretNames } from './inspector/use-secret-names.ts';
import { FirstDelivery } from './run/first-delivery.tsx';
import { useRunFacts } from './run/use-run-facts.ts';
import type { DraftSaver } from './state/draft-saver.ts';
import { useEditor, useEditorStore, useGraph } from './state/editor-context.ts';
import type { FieldData } from './state/field-data-context.ts';
import { onlySelected } from './state/selection-slice.ts';
import { useCallees } from './state/use-callees.ts';
import { useDraftSaver } from './state/use-draft-saver.ts';
import { useProblems } from './state/use-problems.ts';
import { useRemembered } from './state/use-remembered.ts';
import { useSelectedInUrl } from './state/use-selected-in-url.ts';
import { TestsPanel } from './test-cases/tests-panel.tsx';
import { useTestCases } from './test-cases/use-test-cases.ts';
import { useTestsInUrl } from './test-cases/use-tests-in-url.ts';
import { EditorBar } from './top/editor-bar.tsx';
import { SaveTrouble } from './top/save-trouble.tsx';
import { useTestRun } from './top/use-test-run.ts';

const Inspector = lazy(loadInspector);

/** The editor of one workflow: one screen of palette, canvas, inspector and data. */
export function Editor({ workflow }: { readonly workflow: Workflow }) {
  return (
    <ReactFlowProvider>
      <Screen workflow={workflow} />
    </ReactFlowProvider>
  );
}

function Screen({ workflow }: { readonly workflow: Workflow }) {
  const store = useEditorStore();
  const graph = useGraph();
  const nodeId = useEditor(onlySelected);
  const node = graph.nodes.find(({ id }) => id === nodeId) ?? null;
  useSelectedInUrl();
  usePreparedInspector();

  const saving = useDraftSaver(workflow, store);
  const problems = useProblems(graph, useCallees(graph, workflow));
  const recent = useRecentData(workflow.id);
  const [choice, choose] = useDataChoice();
  const chosen = useChosenData(choice, recent, pathPatternOf(graph), nodeId);
  const facts = useRunFacts(chosen.executionId, chosen.execution);
  const showExecution = useCallback((id: string) => choose({ kind: 'execution', id }), [choose]);
  const run = useTestRun(workflow.id, saving.saver, showExecution);
  const tests = useTestCases(workflow.id, saving.saver);
  const testsInUrl = useTestsInUrl();
  const waiting = recent.loaded && recent.deliveries.length === 0;

  const narrow = useMediaQuery('(max-width: 800px)');
  const roomy = useMediaQuery('(min-width: 1180px)');
  // On a small screen the panels lie over each other: what was chosen for a large one does not hold there.
  const size = narrow ? 'narrow' : 'wide';
  const [palette, setPaletteOpen] = useRemembered<boolean | null>(`palette.${size}`, null);
  const [drawerOpen, setDrawerOpen] = useRemembered<boolean | null>(`drawer.${size}`, null);
  const paletteOpen = palette ?? roomy;
  const [keysShown, setKeysShown] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const showsDrawer = drawerOpen ?? (recent.loaded && !waiting && !narrow);

  useShortcuts({
    test: () => document.querySelector<HTMLElement>('[data-test-button]')?.click(),
    runTests: () => {
      testsInUrl.show(true);
      tests.run();
    },
    focusPalette: () => {
      setPaletteOpen(true);
      requestAnimationFrame(() => search.current?.focus());
    },
    showShortcuts: () => setKeysShown(true),
  });

  const goTo = (problem: GraphProblem) => {
    const edge = graph.edges.find(({ id }) => id === problem.edgeId);
    if (problem.nodeId !== undefined) store.getState().select([problem.nodeId]);
    else if (edge !== undefined) store.getState().select([], [edge.id]);
    requestAnimationFrame(() => {
      const field = document.querySelector('[data-field-error="true"]');
      const fold = field?.closest('details');
      if (fold) fold.open = true;
      field?.scrollIntoView({ block: 'center' });
    });
  };

  const data = useFieldDataOf(workflow.id, nodeId ?? '', chosen, saving.saver);
  const drawer = (
    <DataDrawer
      graph={graph}
      node={node}
      choice={choice}
      recent={recent}
      chosen={chosen}
      onChoose={choose}
      open={showsDrawer}
      onOpenChange={setDrawerOpen}
    />
  );
  const bottom = testsInUrl.shown ? (
    <TestsPanel workflow={workflow} tests={tests} onClose={() => testsInUrl.show(false)} />
  ) : showsDrawer ? (
    drawer
  ) : null;
  return (
    <div className={styles.editor}>
      <EditorBar
        workflow={workflow}
        graph={graph}
        problems={problems.all}
        saving={saving}
        run={run}
        tests={tests}
        testsInUrl={testsInUrl}
        recent={recent}
        shownDelivery={chosen.deliveryId}
        onGoTo={goTo}
        keysShown={keysShown}
        onKeysShownChange={setKeysShown}
      />
      <SaveTrouble saving={saving} onUndo={() => store.getState().undo()} />
      <div className={styles.screen}>
        <Palette open={paletteOpen} onOpenChange={setPaletteOpen} searchRef={search} />
        <SplitPane
          id="inspector"
          label="Width of the inspector"
          direction={narrow ? 'column' : 'row'}
          sized="second"
          initialPx={narrow ? 360 : 372}
          minPx={narrow ? 160 : 300}
          restMinPx={narrow ? 120 : 320}
          first={
            <div className={styles.middle}>
              <SplitPane
                id="data"
                label={testsInUrl.shown ? 'Height of the tests' : 'Height of the data'}
                direction="column"
                sized="second"
                initialPx={260}
                minPx={120}
                restMinPx={120}
                first={
                  <Canvas steps={facts} problems={problems.sentences}>
                    {graph.nodes.length === 0 ? <StartHere /> : null}
                    {waiting && graph.nodes.length > 0 ? (
                      <FirstDelivery graph={graph} triggerUrl={workflow.triggerUrl} />
                    ) : null}
                  </Canvas>
                }
                second={bottom}
              />
              {bottom !== null ? null : <div className={styles.folded}>{drawer}</div>}
            </div>
          }
          second={
            node === null ? null : (
              <Suspense fallback={<Skeleton lines={8} />}>
                <Inspector
                  node={node}
                  problems={problems.byNode.get(node.id) ?? []}
                  data={data}
                  onClose={() => store.getState().select([])}
                />
              </Suspense>
            )
          }
        />
      </div>
      <NodePicker />
    </div>
  );
}

const useFieldDataOf = (
  workflowId: string,
  nodeId: string,
  { data, deliveryId, executionId }: ReturnType<typeof useChosenData>,
  saver: DraftSaver,
): FieldData => {
  const graph = useGraph();
  const secretNames = useSecretNames();
  const samples = useCallSamples(graph, nodeId, data);
  return useMemo(
    () => ({
      workflowId,
      nodeId,
      scope: scopeOf(graph, nodeId, data),
      offered: scopeOf(graph, nodeId, { ...data, samples }),
      deliveryId,
      executionId,
      secretNames,
      hasData: deliveryId !== null || executionId !== null,
      saveDraft: () => saver.flush(),
    }),
    [workflowId, nodeId, graph, data, samples, deliveryId, executionId, secretNames, saver],
  );
};
