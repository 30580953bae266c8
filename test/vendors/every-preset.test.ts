import { presets } from '@millrace/shared/intake/index';
import { describe, expect, it } from 'vitest';
import { genuineRequests } from '../../server/src/intake/genuine/index.ts';
import { certifiedSenders } from './certified-senders.ts';
import { documentedSenders } from './documented-senders.ts';
import { packagedVendors } from './packaged-vendors.ts';
import { tokenSenders } from './token-senders.ts';

const signed: readonly { readonly preset: string }[] = [
  ...packagedVendors,
  ...documentedSenders,
  ...certifiedSenders,
  ...tokenSenders,
];

/** What proves nothing, and what a request itself does not hold; the latter is tested over TLS. */
const others: readonly string[] = ['none', 'client-certificate'];

describe.each(presets.map(({ preset }) => preset).filter((preset) => !others.includes(preset)))('%s', (preset) => {
  it('has a genuine request, of which every part is forged', () => {
    expect(genuineRequests.map(({ config }) => config.preset)).toContain(preset);
  });

  it('takes what is signed without our code', () => {
    expect(signed.map((sender) => sender.preset)).toContain(preset);
  });
});
