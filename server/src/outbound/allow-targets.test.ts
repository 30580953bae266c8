import { describe, expect, test } from 'vitest';
import { type AllowTargets, grantForAddress, grantForHost, parseAllowTargets } from './allow-targets.ts';

const parsed = (text: string): AllowTargets => {
  const targets = parseAllowTargets(text);
  if (typeof targets === 'string') throw new Error(targets);
  return targets;
};

describe('hosts', () => {
  test.each([
    ['crm.internal', 'crm.internal', 80, 'any-port'],
    ['CRM.Internal', 'crm.internal', 80, 'any-port'],
    ['crm.internal.', 'crm.internal', 80, 'any-port'],
    ['bücher.internal', 'xn--bcher-kva.internal', 80, 'any-port'],
    ['crm.internal:8080', 'crm.internal', 8080, 'this-port'],
    ['crm.internal:8080', 'crm.internal', 80, 'none'],
    ['crm.internal, crm.internal:8080', 'crm.internal', 8080, 'this-port'],
    ['crm.internal', 'a.crm.internal', 80, 'none'],
    ['crm.internal', 'xcrm.internal', 80, 'none'],
    ['*.corp.example', 'a.corp.example', 80, 'any-port'],
    ['*.corp.example', 'a.b.corp.example', 80, 'any-port'],
    ['*.corp.example', 'corp.example', 80, 'none'],
    ['*.corp.example', 'evilcorp.example', 80, 'none'],
    ['*.corp.example:443', 'a.corp.example', 443, 'this-port'],
    ['*.corp.example:443', 'a.corp.example', 80, 'none'],
    ['', 'crm.internal', 80, 'none'],
    [' , ,', 'crm.internal', 80, 'none'],
  ])('%j opens %s port %d: %s', (text, host, port, grant) => {
    expect(grantForHost(parsed(text), host, port)).toBe(grant);
  });
});

describe('addresses', () => {
  test.each([
    ['10.0.0.5', '10.0.0.5', 80, 'any-port'],
    ['10.0.0.5', '10.0.0.6', 80, 'none'],
    ['10.0.0.5:81', '10.0.0.5', 81, 'this-port'],
    ['10.0.0.5:81', '10.0.0.5', 80, 'none'],
    ['10.0.0.0/8', '10.255.0.1', 80, 'any-port'],
    ['10.0.0.0/8', '11.0.0.1', 80, 'none'],
    ['0.0.0.0/0', '127.0.0.1', 80, 'any-port'],
    ['0.0.0.0/0', '::1', 80, 'none'],
    ['127.0.0.0/8', '::ffff:127.0.0.1', 80, 'none'],
    ['fd00::/8', 'fd12::1', 80, 'any-port'],
    ['::1', '::1', 80, 'any-port'],
    ['[::1]', '::1', 80, 'any-port'],
    ['[0:0:0:0:0:0:0:1]:8080', '::1', 8080, 'this-port'],
    ['[::1]:8080', '::1', 80, 'none'],
    ['fe80::/10', 'fe80::1%eth0', 80, 'none'],
    ['10.0.0.0/8', 'crm.internal', 80, 'none'],
  ])('%j opens %s port %d: %s', (text, address, port, grant) => {
    expect(grantForAddress(parsed(text), address, port)).toBe(grant);
  });
});

test.each([
  ['http://crm.internal', 'scheme'],
  ['*', 'wrong place'],
  ['crm.*.internal', 'wrong place'],
  ['*.10.0.0.1', 'not a wildcard'],
  ['*.', 'not a wildcard'],
  ['10.0.0.0/33', 'not a network'],
  ['10.0.0.0/', 'not a network'],
  ['10.0.0.0/8/8', 'not a network'],
  ['10.0.0.0/-1', 'not a network'],
  ['crm.internal/24', 'not a network'],
  ['fe80::1%eth0/64', 'not a network'],
  ['crm.internal:0', 'port'],
  ['crm.internal:65536', 'port'],
  ['crm.internal:http', 'port'],
  ['crm.internal:', 'port'],
  ['a b', 'not a host'],
  ['user@crm.internal', 'not a host'],
  ['[::g]', 'not a host'],
  ['ok.example, 300.1.1.1', '"300.1.1.1" is not a host'],
])('%j is refused with a sentence', (text, sentence) => {
  const result = parseAllowTargets(text);
  expect(result).toContain('MILLRACE_ALLOW_TARGETS: "');
  expect(result).toContain(sentence);
});
