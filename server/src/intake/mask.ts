/** What stands in the history in place of a credential. */
export const MASK = '••••';
