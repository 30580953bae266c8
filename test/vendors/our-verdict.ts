import { type PresetName, verification } from '@millrace/shared/intake/index';
import { HeaderBag } from '../../server/src/intake/header-bag.ts';
import type { VerificationResult } from '../../server/src/intake/verifier.ts';
import { verify } from '../../server/src/intake/verifiers.ts';
import type { SentRequest } from './vendor.ts';

/** A workflow, and what it can read. */
interface Receiver {
  readonly preset: PresetName;
  readonly config?: Readonly<Record<string, unknown>>;
  /** Empty where the preset takes none. */
  readonly secret: string;
  readonly documents?: ReadonlyMap<string, Buffer>;
}

/** What we say of a request that came at a time, in milliseconds since 1970. The secret is named `SIGNING`. */
export const ourVerdict = async (
  { preset, config = {}, secret, documents }: Receiver,
  { url, headers, body }: SentRequest,
  receivedAt: number,
): Promise<VerificationResult> =>
  verify(
    verification.parse({ preset, secrets: ['SIGNING'], ...config }),
    {
      ...{ method: 'POST', url, query: url.split('?')[1] ?? '', body, receivedAt },
      headers: new HeaderBag(Object.entries(headers).flat()),
    },
    secret === '' ? [] : [{ name: 'SIGNING', value: secret }],
    {
      read: async (asked) => {
        const document = documents?.get(asked);
        if (document === undefined) throw new Error('Another URL was asked for.');
        return document;
      },
    },
  );
