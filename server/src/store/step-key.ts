/** Names one run of a node within an execution: a node in a container runs in several rounds. */
export const stepKey = (nodeId: string, round: number | null | undefined): string =>
  round === null || round === undefined ? nodeId : `${nodeId}\n${round}`;

/** The node that a key is about. */
export const nodeIdOf = (key: string): string => key.replace(/\n\d+$/, '');
