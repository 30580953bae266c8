import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { parseAllowTargets } from './allow-targets.ts';
import { createTargetGuard, type OwnAddress } from './target-guard.ts';

const guard = (allow = '', own: readonly OwnAddress[] = [], protocol: 'HTTP' | 'SMTP' = 'HTTP') => {
  const allowTargets = parseAllowTargets(allow);
  if (typeof allowTargets === 'string') throw new Error(allowTargets);
  return createTargetGuard({ protocol, allowTargets, ownAddresses: () => own, ownHostname: 'Mill.example.com' });
};

describe('names that are refused before they are looked up', () => {
  test.each([
    ...['localhost', 'localhost.', 'LOCALHOST', 'foo.localhost', 'foo.localhost.', 'printer.local', 'crm.internal'],
    ...['metadata.google.internal', 'metadata.google.internal.', 'host.docker.internal', 'kubernetes.default.svc'],
    ...['kubernetes', 'api.svc.cluster.local', 'router.home.arpa', 'nas.lan', 'mill.example.com', 'MILL.example.com.'],
  ])('%s', (host) => {
    expect(() => guard().checkHost(host, 443)).toThrow(/Add it to MILLRACE_ALLOW_TARGETS/);
    expect(() => guard(host.toLowerCase()).checkHost(host, 443)).not.toThrow();
  });

  test.each(
    ['example.com', 'localhost.example.com', 'internal.example', 'mylocal', 'xn--p1ai.example'].filter((h) =>
      h.includes('.'),
    ),
  )('%s is not one of them', (host) => {
    expect(() => guard().checkHost(host, 443)).not.toThrow();
  });

  test('a network on the list lets the addresses of a local name decide', () => {
    const withNetwork = guard('10.0.0.0/8');
    expect(() => withNetwork.checkHost('crm.internal', 80)).not.toThrow();
    expect(() => withNetwork.checkAddress('crm.internal', '10.0.0.5', 80)).not.toThrow();
    expect(() => withNetwork.checkAddress('crm.internal', '192.168.0.5', 80)).toThrow(/private network/);
    expect(() => withNetwork.checkAddress('crm.internal', '8.8.8.8', 80)).toThrow(/name of this machine/);
    expect(() => withNetwork.checkAddress('metadata.google.internal', '169.254.169.254', 80)).toThrow(/metadata/);
  });
});

describe('addresses', () => {
  test('the sentence says what is where and what to do', () => {
    expect(() => guard().checkAddress('crm.example', '10.0.0.5', 80)).toThrow(
      'The address 10.0.0.5 of crm.example is on a private network. Add it to MILLRACE_ALLOW_TARGETS to allow it.',
    );
    expect(() => guard().checkHost('[::1]', 80)).toThrow('The address ::1 is this machine itself.');
  });

  test('naming a host opens private addresses, and nothing stranger', () => {
    const named = guard('crm.example');
    for (const address of ['10.0.0.5', '127.0.0.1', '100.64.0.1', 'fd00::1', '8.8.8.8']) {
      expect(() => named.checkAddress('crm.example', address, 80)).not.toThrow();
    }
    for (const address of ['169.254.169.254', '168.63.129.16', '0.0.0.0', '224.0.0.1', '::ffff:10.0.0.5', 'fe80::1']) {
      expect(() => named.checkAddress('crm.example', address, 80)).toThrow(/add the address itself/);
    }
    expect(() => named.checkAddress('other.example', '10.0.0.5', 80)).toThrow(/private/);
  });

  test('naming an address opens it for every name', () => {
    expect(() => guard('169.254.169.254').checkAddress('crm.example', '169.254.169.254', 80)).not.toThrow();
    expect(() => guard('127.0.0.1:8080').checkHost('127.0.0.1', 8080)).not.toThrow();
    expect(() => guard('127.0.0.1:8080').checkHost('127.0.0.1', 8081)).toThrow(/this machine/);
  });
});

describe('ports', () => {
  test.each([0, 22, 25, 53, 3306, 5432, 6379, 11211, 27017])('%d is refused unless it is named', (port) => {
    expect(() => guard().checkHost('example.com', port)).toThrow(/does not speak HTTP/);
    expect(() => guard('8.8.8.8').checkHost('8.8.8.8', port)).toThrow(/does not speak HTTP/);
    if (port > 0) expect(() => guard(`example.com:${port}`).checkHost('example.com', port)).not.toThrow();
  });

  test.each([80, 443, 8080, 4000, 9200])('%d is fine', (port) => {
    expect(() => guard().checkHost('example.com', port)).not.toThrow();
  });
});

describe('the server itself', () => {
  const machine = Object.values(networkInterfaces()).flatMap((each) => each ?? [])[0]?.address ?? '127.0.0.1';

  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::', '127.8.8.8'],
    ['::', '::1'],
    ['0.0.0.0', machine],
    ['8.8.8.8', '8.8.8.8'],
  ])('listening on %s is not reached at %s unless its port is named', (listening, address) => {
    const own = [{ address: listening, port: 4000 }];
    const bare = address.includes(':') ? `[${address}]` : address;
    expect(() => guard(bare, own).checkHost(address, 4000)).toThrow(/this server itself/);
    expect(() => guard(bare, own).checkHost(address, 4001)).not.toThrow();
    expect(() => guard(`${bare}:4000`, own).checkHost(address, 4000)).not.toThrow();
  });
});

test('the ports of mail are for mail, and those of other services for neither', () => {
  const mail = guard('', [], 'SMTP');
  for (const port of [25, 465, 587, 2525]) expect(() => mail.checkHost('mail.example.com', port)).not.toThrow();
  expect(() => mail.checkHost('mail.example.com', 6379)).toThrow(/does not speak SMTP/);
  expect(() => guard().checkHost('mail.example.com', 587)).toThrow(/does not speak HTTP/);
  expect(() => mail.checkAddress('mail.example.com', '10.0.0.1', 587)).toThrow(/private network/);
});
