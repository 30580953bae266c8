import { portLabelOf, portsOf } from '@millrace/shared/nodes/index';
import type { GraphNode } from '@millrace/shared/workflow';
import { Cable, Copy, Ellipsis, SquareDashed, Trash2 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, type MenuItem } from '../../ui/menu.tsx';
import { duplicateNodes } from '../graph/clipboard-graph.ts';
import { fitsInFrame, frameOf, isFrame } from '../graph/frames.ts';
import { connect, deleteElements } from '../graph/graph-edits.ts';
import { moveIntoFrame } from '../graph/move-into-frame.ts';
import { type Connection, validConnection } from '../graph/valid-connection.ts';
import { useEditorStore, useGraph } from '../state/editor-context.ts';

/** What can be done to a node without a mouse: connect it, copy it, take it away. */
export function NodeMenu({ node }: { readonly node: GraphNode }) {
  const store = useEditorStore();
  const graph = useGraph();
  const targets = portsOf(node).out.flatMap((sourceHandle) =>
    graph.nodes.flatMap((target) =>
      portsOf(target).in.flatMap((targetHandle): { connection: Connection; label: string }[] => {
        const connection = { source: node.id, sourceHandle, target: target.id, targetHandle };
        if (!validConnection(graph, connection).ok) return [];
        const port = sourceHandle === 'out' ? null : portLabelOf(node, sourceHandle);
        return [{ connection, label: port === null ? target.name : `${port} → ${target.name}` }];
      }),
    ),
  );
  const connects = targets.map(
    ({ connection, label }): MenuItem => ({
      label,
      onSelect: () => store.getState().edit('', (current) => connect(current, connection)),
    }),
  );
  const move = (label: string, frameId: string | undefined): MenuItem => ({
    label,
    icon: <SquareDashed />,
    onSelect: () => store.getState().edit('', (current) => moveIntoFrame(current, node.id, frameId)),
  });
  const home = frameOf(graph, node);
  const frames = fitsInFrame(node.type) ? graph.nodes.filter((each) => isFrame(each) && each.id !== home?.id) : [];
  const others: MenuItem[] = [
    ...(home === undefined ? [] : [move(`Move out of ${home.name}`, undefined)]),
    ...frames.map(({ id, name }) => move(`Move into ${name}`, id)),
    {
      label: 'Duplicate',
      icon: <Copy />,
      hint: 'Ctrl D',
      onSelect: () => {
        const pasted = duplicateNodes(graph, [node.id]);
        if (pasted === null) return;
        store.getState().edit('', () => pasted.graph);
        store.getState().select(pasted.nodeIds);
      },
    },
    {
      label: 'Delete',
      icon: <Trash2 />,
      hint: 'Del',
      danger: true,
      onSelect: () => {
        store.getState().edit('', (current) => deleteElements(current, [node.id]));
        store.getState().select([]);
      },
    },
  ];
  return (
    <>
      <Menu
        items={connects}
        trigger={
          <Button size="small" look="quiet" icon={<Cable />} disabled={connects.length === 0}>
            Connect to…
          </Button>
        }
      />
      <Menu
        items={others}
        trigger={
          <IconButton size="small" label="More for this node">
            <Ellipsis />
          </IconButton>
        }
      />
    </>
  );
}
