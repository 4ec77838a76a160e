import { describe, expect, it } from '@jest/globals';

import { clientAddress, trustedProxies } from './client-address.ts';

const proxies = trustedProxies(['10.0.0.0/8', '192.168.1.1', 'fd00::/8']);

describe('clientAddress', () => {
  it.each([
    ['a peer without a proxy', '203.0.113.9', undefined, '203.0.113.9'],
    ['a header of somebody who is no proxy', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['one proxy', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
    ['two proxies', '10.1.2.3', '203.0.113.9, 192.168.1.1', '203.0.113.9'],
    ['an address the client made up', '10.1.2.3', '6.6.6.6, 203.0.113.9', '203.0.113.9'],
    ['a proxy that speaks for itself', '10.1.2.3', undefined, '10.1.2.3'],
    ['nonsense in the header', '10.1.2.3', '203.0.113.9, unknown', '10.1.2.3'],
    ['an IPv4 address in IPv6 form', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['a proxy in IPv6 form', '::ffff:10.1.2.3', '2001:db8::1', '2001:db8::1'],
    ['an IPv6 proxy', 'fd00::7', '203.0.113.9', '203.0.113.9'],
    ['a proxy that adds the port', '10.1.2.3', '203.0.113.9:4711', '203.0.113.9'],
    ['a proxy that adds the port to IPv6', '10.1.2.3', '[2001:db8::1]:4711', '2001:db8::1'],
    ['a proxy that writes brackets', '10.1.2.3', '[2001:db8::1]', '2001:db8::1'],
    ['a link-local peer with its zone', 'fe80::1%eth0', undefined, 'fe80::1'],
    ['an IPv6 peer', '2001:db8::1', undefined, '2001:db8::1'],
    ['a connection already gone', undefined, '203.0.113.9', undefined],
  ])('knows the client behind %s', (_what, peer, forwardedFor, expected) => {
    expect(clientAddress(peer, forwardedFor, proxies)).toBe(expected);
  });
});

describe('trustedProxies', () => {
  it.each(['nonsense', '10.0.0.0/99', ''])('refuses %p', written => {
    expect(() => trustedProxies([written])).toThrow(RangeError);
  });
});
