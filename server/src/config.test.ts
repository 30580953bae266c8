import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';
import { StartRefused } from './start-refused.ts';

const refusal = (variables: Record<string, string>): string => {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof StartRefused) return error.message;
    throw error;
  }
  return '';
};

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({ PATH: '/bin' })).toMatchObject({
      host: '127.0.0.1',
      port: 4000,
      dataDir: './data',
      maxBodyBytes: 1_048_576,
      concurrency: 200,
      sandboxWorkers: 2,
      logLevel: 'info',
      trustProxy: [],
      allowTargetsText: [],
    });
  });

  it('takes an empty variable as absent', () => {
    expect(readConfig({ MILLRACE_PORT: '', MILLRACE_API_TOKEN: '' })).toMatchObject({
      port: 4000,
      apiToken: undefined,
    });
  });

  it('names the variable, its value, and what is expected', () => {
    expect(refusal({ MILLRACE_PORT: '70000' })).toBe(
      'MILLRACE_PORT is "70000", but has to be: a whole number from 0 to 65535.',
    );
    expect(refusal({ MILLRACE_PORT: '4000.5' })).toContain('MILLRACE_PORT is "4000.5"');
    expect(refusal({ MILLRACE_PUBLIC_URL: 'example.com' })).toContain('an http or https URL');
    expect(refusal({ MILLRACE_LOG_LEVEL: 'loud' })).toContain('one of silent, error');
    expect(refusal({ MILLRACE_TRUST_PROXY: 'yes' })).toContain('MILLRACE_TRUST_PROXY is "yes"');
    expect(refusal({ MILLRACE_ALLOW_TARGETS: 'http://x' })).toContain('Name only the host');
  });

  it('lists several at once', () => {
    const message = refusal({ MILLRACE_PORT: 'x', MILLRACE_CONCURRENCY: '0' });
    expect(message).toContain('MILLRACE_PORT');
    expect(message).toContain('MILLRACE_CONCURRENCY');
  });

  it('asks for a certificate where senders are to be asked for theirs', () => {
    expect(refusal({ MILLRACE_TLS_CLIENT_CA: 'ca.pem' })).toBe(
      'MILLRACE_TLS_CLIENT_CA only works together with MILLRACE_TLS_CERT and MILLRACE_TLS_KEY: set them, too.',
    );
    const tls = { MILLRACE_TLS_CERT: 'cert.pem', MILLRACE_TLS_KEY: 'key.pem', MILLRACE_TLS_CLIENT_CA: 'ca.pem' };
    expect(readConfig(tls).tls).toEqual({ certFile: 'cert.pem', keyFile: 'key.pem', clientCaFile: 'ca.pem' });
  });

  it('refuses a misspelt variable', () => {
    expect(refusal({ MILLRACE_PROT: '1' })).toContain('MILLRACE_PROT');
  });

  it('never repeats a key or token', () => {
    const message = refusal({ MILLRACE_SECRET_KEY: 'c2hvcnQ=', MILLRACE_API_TOKEN: 'tooshort' });
    expect(message).toContain('32 bytes in base64');
    expect(message).toContain('At least 16'.toLowerCase());
    expect(message).not.toContain('c2hvcnQ=');
    expect(message).not.toContain('tooshort');
  });
});
