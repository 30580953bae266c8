import { endpoints, type PreviewResult } from '@millrace/shared/api';
import { checkExpression } from '@millrace/shared/expression';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { call } from '../../app/api.ts';
import { useFieldData } from '../state/field-data-context.ts';
import { type NativePreview, nativePreview } from './native-preview.ts';

/** How long typing has to rest before the server is asked, in milliseconds. */
const REST_MS = 250;

export type Preview =
  | { readonly kind: 'none' }
  | { readonly kind: 'no-data'; readonly root: string | null }
  | { readonly kind: 'secret' }
  | { readonly kind: 'result'; readonly result: PreviewResult; readonly old: boolean };

/** Whether the line below a field would only repeat what the field itself says is wrong. */
export const isError = (preview: Preview): boolean => preview.kind === 'result' && preview.result.kind === 'error';

/** What a text yields on the chosen data: read here where it can be, else worked out by the server. */
export function usePreview(text: string, language: 'template' | 'expression'): Preview {
  const { workflowId, nodeId, scope, deliveryId, executionId, hasData, saveDraft } = useFieldData();
  const native = useMemo(
    (): NativePreview => (language === 'template' ? nativePreview(text, scope) : expressionPreview(text)),
    [text, scope, language],
  );
  const rested = useRested(text, REST_MS);
  const source = executionId === null ? { deliveryId } : { executionId };
  const round = scope.index;
  const asked = useQuery({
    queryKey: ['preview', workflowId, nodeId, language, rested, source, scope],
    queryFn: async () => {
      // The server works on the draft that it has: a node that was just added or connected has to be in it.
      await saveDraft();
      return await call(endpoints.preview, {
        params: { id: workflowId },
        body: {
          templates: [rested],
          language,
          nodeId,
          round,
          ...(executionId !== null ? { executionId } : deliveryId !== null ? { deliveryId } : {}),
        },
      });
    },
    enabled: native.kind === 'ask' && hasData && rested === text,
    placeholderData: keepPreviousData,
    staleTime: 5_000,
    gcTime: 10_000,
    retry: false,
  });
  switch (native.kind) {
    case 'literal':
      return { kind: 'none' };
    case 'secret':
      return { kind: 'secret' };
    case 'no-data':
      return { kind: 'no-data', root: hasData ? native.root : null };
    case 'known':
      return { kind: 'result', result: native.result, old: false };
    case 'ask': {
      if (!hasData) return { kind: 'no-data', root: null };
      if (asked.error !== null) {
        return { kind: 'result', result: { kind: 'error', message: asked.error.message }, old: false };
      }
      const result = asked.data?.results[0];
      if (result === undefined) return { kind: 'none' };
      return { kind: 'result', result, old: asked.isPlaceholderData || rested !== text };
    }
  }
}

const expressionPreview = (text: string): NativePreview => {
  if (text.trim() === '') return { kind: 'literal' };
  const problem = checkExpression(text, 'expression');
  return problem === undefined
    ? { kind: 'ask' }
    : { kind: 'known', result: { kind: 'error', message: problem.message } };
};

/** The value as it was when it last stayed the same for a while. */
const useRested = (value: string, ms: number): string => {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
};
