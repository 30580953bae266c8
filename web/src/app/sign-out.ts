import { endpoints } from '@millrace/shared/api';
import { toast } from '../ui/toast.tsx';
import { call } from './api.ts';
import { queryClient } from './query.ts';
import { markSignedOut } from './session.ts';

/** Ends the session in this browser and forgets what it has read. */
export async function signOut(): Promise<void> {
  try {
    await call(endpoints.signOut);
    queryClient.clear();
    markSignedOut();
  } catch (error) {
    toast({ title: 'Not signed out', detail: error instanceof Error ? error.message : '', look: 'error' });
  }
}
