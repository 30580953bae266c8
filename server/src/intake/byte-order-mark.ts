const MARK = [0xef, 0xbb, 0xbf];

/** Whether a body begins with a byte order mark, which parsers drop, so that it is no part of what is compared. */
export const hasByteOrderMark = (body: Uint8Array): boolean => MARK.every((byte, index) => body[index] === byte);
