import type { SecretStore } from '../credential-stores.ts';
import { readChangeCount } from './queries/read-change-count.ts';
import { listSecrets, loadSecrets } from './queries/read-secrets.ts';
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export function secretStore(reader: Reader, writer: Writer): SecretStore {
  const changeCount = reader.query(readChangeCount);
  return {
    listSecrets: reader.query(listSecrets),
    loadSecrets: reader.query(loadSecrets),
    async putSecret(name, sealed, now) {
      const dates = await writer.write('putSecret', { name, now }, sealed);
      return { name, createdAt: dates?.created_at ?? now, updatedAt: dates?.updated_at ?? now };
    },
    deleteSecret: (name) => writer.write('deleteSecret', name),
    secretsChangedCount: () => changeCount('secrets'),
  };
}
