import { endpoints } from '@millrace/shared/api';
import { useQuery } from '@tanstack/react-query';
import { apiQuery } from '../../app/query.ts';

/** Names of the secrets that exist; empty until they are known. */
export function useSecretNames(): readonly string[] {
  const secrets = useQuery(apiQuery(endpoints.listSecrets, { query: { limit: 200 } }));
  return secrets.data?.items.map(({ name }) => name) ?? none;
}

const none: readonly string[] = [];
