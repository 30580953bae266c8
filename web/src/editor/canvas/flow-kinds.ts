import { NodeCard } from './node-card.tsx';
import { NodeFrame } from './node-frame.tsx';
import { Wire } from './wire.tsx';

/** The one look of nodes and edges; constant, as React Flow asks. */
export const nodeTypes = { card: NodeCard, frame: NodeFrame };
export const edgeTypes = { wire: Wire };
