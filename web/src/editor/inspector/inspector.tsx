import { nodeDefinitionOf } from '@millrace/shared/nodes/index';
import type { GraphNode, GraphProblem } from '@millrace/shared/workflow';
import { CircleHelp, TriangleAlert, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { NodeIcon } from '../canvas/node-icon.tsx';
import { updateNode, updateSettings } from '../graph/graph-edits.ts';
import { takeExample } from '../graph/take-example.ts';
import { NodeForm } from '../nodes/node-form.tsx';
import { useEditorStore } from '../state/editor-context.ts';
import { type FieldData, FieldDataContext } from '../state/field-data-context.ts';
import { changedField } from './changed-field.ts';
import { FormContext } from './form-context.ts';
import { HelpText } from './help-text.tsx';
import styles from './inspector.module.css';
import { NodeExampleView } from './node-example.tsx';
import { NodeMenu } from './node-menu.tsx';
import { NodeName } from './node-name.tsx';
import { NodeSettings } from './node-settings.tsx';
import { SchemaFields } from './schema-form.tsx';

interface InspectorProps {
  readonly node: GraphNode;
  readonly problems: readonly GraphProblem[];
  readonly data: FieldData;
  readonly onClose: () => void;
}

/** Everything about the selected node. */
export function Inspector({ node, problems, data, onClose }: InspectorProps) {
  const store = useEditorStore();
  const definition = nodeDefinitionOf(node.type);
  const [helped, setHelped] = useState(false);
  const form = useRef<HTMLDivElement>(null);
  const traits = useMemo(() => {
    const errors = new Map<string, string>();
    for (const { path, message } of problems) if (path !== undefined && !errors.has(path)) errors.set(path, message);
    return {
      templates: node.type !== 'webhook',
      secretFields: definition?.secretFields ?? [],
      errors,
      Fields: SchemaFields,
    };
  }, [problems, node.type, definition]);
  const general = problems.filter(({ path }) => path === undefined || path === '');
  return (
    <aside className={styles.inspector} aria-label={`Inspector of ${node.name}`}>
      <header className={styles.top}>
        <NodeIcon type={node.type} />
        <NodeName key={node.id} node={node} />
        <IconButton size="small" label="Close the inspector" shortcut="Esc" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className={styles.tools}>
        <span className={styles.type}>{definition?.label ?? `Unknown type ${node.type}`}</span>
        <IconButton size="small" label="What this node does" aria-pressed={helped} onClick={() => setHelped(!helped)}>
          <CircleHelp />
        </IconButton>
        <span className={styles.space} />
        <NodeMenu node={node} />
      </div>
      <div className={styles.body}>
        {helped && definition !== undefined ? (
          <div className={styles.help}>
            <HelpText text={definition.help} />
            <NodeExampleView
              example={definition.example}
              onUse={() => {
                store.getState().edit('', (graph) => takeExample(graph, node.id, definition.example));
                // The form is what changed, and lies below the help.
                form.current?.scrollIntoView();
              }}
            />
          </div>
        ) : null}
        {general.map(({ code, message }) => (
          <p key={`${code} ${message}`} className={styles.problem} role="alert">
            <TriangleAlert aria-hidden="true" />
            {message}
          </p>
        ))}
        <FieldDataContext value={data}>
          <FormContext value={traits}>
            <div ref={form} key={node.id} className={styles.form}>
              <NodeForm
                type={node.type}
                config={node.config}
                onChange={(config) =>
                  store
                    .getState()
                    .edit(`config:${node.id}:${changedField(node.config, config)}`, (graph) =>
                      updateNode(graph, node.id, (current) => ({ ...current, config })),
                    )
                }
              />
              <NodeSettings
                node={node}
                onChange={(settings) =>
                  store
                    .getState()
                    .edit(`settings:${node.id}:${changedField(node.settings ?? {}, settings)}`, (graph) =>
                      updateSettings(graph, node.id, settings),
                    )
                }
              />
            </div>
          </FormContext>
        </FieldDataContext>
      </div>
    </aside>
  );
}
