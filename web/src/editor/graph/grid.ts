/** Width of a node card, in canvas pixels. */
export const CARD_WIDTH = 224;
/** From the left side of a card to that of the next one in a line. */
export const COLUMN_WIDTH = 288;
/** From the top of a card to that of the one below it. */
export const ROW_HEIGHT = 120;
/** Cards snap to this raster while they are dragged. */
export const RASTER = 8;
