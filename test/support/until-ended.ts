import { endpoints } from '@millrace/shared/api';
import type { ApiClient } from './api-client.ts';

/** Resolves once no execution is queued, running or waiting. */
export async function untilEnded(api: ApiClient): Promise<void> {
  const isBusy = async () => (await api(endpoints.getStorage, {})).executions.unfinished > 0;
  while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 100));
}
