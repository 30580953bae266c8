import { endpoints } from '@millrace/shared/api';
import type { Delivery, Execution } from '@millrace/shared/execution';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { apiQuery } from '../../app/query.ts';
import { stepsInRound } from '../../history/step-rounds.ts';
import { type ShownRound, useRound } from '../../history/use-round.ts';
import type { ChosenData } from './node-data.ts';
import { triggerOfDelivery } from './trigger-of-delivery.ts';
import type { RecentData } from './use-recent-data.ts';

/** Which delivery or execution the person looks at; `newest` follows what arrives. */
export type DataChoice =
  | { readonly kind: 'newest' }
  | { readonly kind: 'delivery'; readonly id: string }
  | { readonly kind: 'execution'; readonly id: string };

export interface Chosen {
  readonly delivery: Delivery | null;
  readonly execution: Execution | null;
  readonly deliveryId: string | null;
  readonly executionId: string | null;
  /** Of the container around the selected node, where it stands in one. */
  readonly shownRound: ShownRound;
  readonly data: ChosenData;
  readonly error: Error | null;
}

/**
 * Reads the chosen delivery and execution whole, and of containers the round that is looked at of the selected node. What
 * was shown before stays until the new one is there.
 */
export function useChosenData(
  choice: DataChoice,
  recent: RecentData,
  pathPattern: string,
  nodeId: string | null,
): Chosen {
  const newest = recent.deliveries.find(({ outcome }) => outcome === 'accepted') ?? recent.deliveries[0];
  const chosenDelivery = choice.kind === 'delivery' ? choice.id : choice.kind === 'newest' ? newest?.id : undefined;
  const delivered = recent.deliveries.find(({ id }) => id === chosenDelivery);
  const delivery = useQuery({
    ...apiQuery(endpoints.getDelivery, { params: { id: chosenDelivery ?? '' } }),
    enabled: chosenDelivery !== undefined,
    placeholderData: keepPreviousData,
  });
  const executionId =
    choice.kind === 'execution'
      ? choice.id
      : (delivered?.executionId ?? (delivery.isPlaceholderData ? null : (delivery.data?.executionId ?? null)));
  const execution = useQuery({
    ...apiQuery(endpoints.getExecution, { params: { id: executionId ?? '' } }),
    enabled: executionId !== null,
    placeholderData: keepPreviousData,
  });
  const deliveryOfExecution = choice.kind === 'execution' ? execution.data?.deliveryId : undefined;
  const source = useQuery({
    ...apiQuery(endpoints.getDelivery, { params: { id: deliveryOfExecution ?? '' } }),
    enabled: deliveryOfExecution !== undefined,
    placeholderData: keepPreviousData,
  });
  const shownDelivery = (choice.kind === 'execution' ? source.data : chosenDelivery && delivery.data) || null;
  const shownExecution = executionId === null ? null : (execution.data ?? null);
  const shownRound = useRound(shownExecution, nodeId);
  const { round } = shownRound;
  const data = useMemo(
    (): ChosenData => ({
      trigger: shownDelivery === null ? null : triggerOfDelivery(shownDelivery, pathPattern),
      steps: stepsInRound(shownExecution?.steps ?? [], round),
      round,
    }),
    [shownDelivery, shownExecution, pathPattern, round],
  );
  return {
    delivery: shownDelivery,
    execution: shownExecution,
    deliveryId: chosenDelivery ?? deliveryOfExecution ?? null,
    executionId,
    shownRound,
    data,
    error: (choice.kind === 'execution' ? execution.error : delivery.error) ?? null,
  };
}
