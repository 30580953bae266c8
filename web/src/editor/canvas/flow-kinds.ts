import { NodeCard } from './node-card.tsx';
import { Wire } from './wire.tsx';

/** The one look of nodes and edges; constant, as React Flow asks. */
export const nodeTypes = { card: NodeCard };
export const edgeTypes = { wire: Wire };
