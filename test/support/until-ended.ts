import type { ApiClient } from '@millrace/server/scripts/api-client.ts';
import { endpoints } from '@millrace/shared/api';

/** Resolves once no execution is queued, running or waiting. */
export async function untilEnded(api: ApiClient): Promise<void> {
  const isBusy = async () => (await api(endpoints.getStorage, {})).executions.unfinished > 0;
  while (await isBusy()) await new Promise((resolve) => setTimeout(resolve, 100));
}
