import { endpoints } from '@millrace/shared/api';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { call } from '../app/api.ts';
import { pathTo, routes } from '../app/routes.ts';
import { toast } from '../ui/toast.tsx';

interface Replay {
  readonly version: 'same' | 'published' | 'draft';
  /** Runs from this node on, and takes over what came before it. */
  readonly fromNode?: string;
  readonly effects?: 'send-again' | 'reuse';
}

/** Runs an execution's delivery again and opens the new execution. */
export function useReplay(executionId: string) {
  const [, navigate] = useLocation();
  return useMutation({
    mutationFn: (body: Replay) => call(endpoints.replayExecution, { params: { id: executionId }, body }),
    onSuccess: ({ id }) => navigate(pathTo(routes.execution, { id })),
    onError: (error) => toast({ title: 'Not replayed', detail: error.message, look: 'error' }),
  });
}
