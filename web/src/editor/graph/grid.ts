import { portsOf } from '@millrace/shared/nodes/index';
import type { GraphNode } from '@millrace/shared/workflow';

/** Width of a node card, in canvas pixels. */
export const CARD_WIDTH = 224;
/** From the left side of a card to that of the next one in a line. */
export const COLUMN_WIDTH = 288;
/** From the top of a card to that of the one below it. */
export const ROW_HEIGHT = 120;
/** Cards snap to this raster while they are dragged. */
export const RASTER = 8;
/** Height of the row of one output on a card, in canvas pixels. */
export const PORT_HEIGHT = 22;

/** From the top of a node's card to that of the one below it; more than `ROW_HEIGHT` where it has many outputs. */
export const rowHeightOf = (node: GraphNode): number =>
  ROW_HEIGHT + Math.max(0, portsOf(node).out.length - 2) * PORT_HEIGHT;
