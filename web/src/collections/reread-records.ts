import { endpoints } from '@millrace/shared/api';
import type { QueryClient } from '@tanstack/react-query';

/** After a change: reads again whatever of the collections is on screen. */
export const rereadRecords = (client: QueryClient): Promise<unknown> =>
  Promise.all(
    [endpoints.listCollections, endpoints.listRecords, endpoints.getRecord].map(({ path }) =>
      client.invalidateQueries({ queryKey: [path] }),
    ),
  );
