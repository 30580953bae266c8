import type { Execution, Step } from '@millrace/shared/execution';
import { useEffect, useRef } from 'react';
import { useUrlParam } from '../app/use-url-param.ts';
import { roundsOf, stepAt, usualRound } from './step-rounds.ts';

export interface ShownRound {
  /** Of the node, in the order of its rounds; a single one where it stands in no container. */
  readonly rounds: readonly Step[];
  /** The one that is looked at; undefined where the node did not run. */
  readonly step: Step | undefined;
  /** Its number, from 0. */
  readonly round: number;
  readonly choose: (round: number) => void;
}

/**
 * Which round of its container is looked at of a node: in the address bar as `?round=`, from 1. It stays while nodes of
 * the same container are looked at, and is forgotten with the first one of another.
 */
export function useRound(execution: Pick<Execution, 'steps' | 'graph'> | null, nodeId: string | null): ShownRound {
  const [inUrl, setInUrl] = useUrlParam('round');
  const frame = execution?.graph.nodes.find(({ id }) => id === nodeId)?.parentId;
  const last = useRef(frame);
  useEffect(() => {
    if (frame === undefined || frame === last.current) return;
    if (last.current !== undefined) setInUrl(null);
    last.current = frame;
  }, [frame, setInUrl]);
  const rounds = roundsOf(execution?.steps ?? [], nodeId);
  const usual = execution === null ? 0 : usualRound(execution.steps, execution.graph, nodeId);
  const wanted = roundInUrl(inUrl) ?? usual;
  const step = stepAt(rounds, wanted);
  return {
    rounds,
    step,
    round: step?.round ?? wanted,
    choose: (round) => setInUrl(String(round + 1)),
  };
}

const roundInUrl = (text: string | null): number | null =>
  text !== null && /^[1-9]\d*$/.test(text) ? Number(text) - 1 : null;
