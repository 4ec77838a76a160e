import { ConfigError } from '@millrace/errors';
import { describe, expect, it } from '@jest/globals';

import { createAddressPolicy } from './address-policy.ts';

const isPublic = createAddressPolicy([]);

describe('an address', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '203.0.114.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('of the public may be reached: %s', address => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    // This machine, its network, and what the network gives machines to know of themselves.
    ...[
      '0.0.0.0',
      '0.1.2.3',
      '127.0.0.1',
      '127.255.255.254',
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
    ],
    ...['169.254.0.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192'],
    // Nobody, or everybody.
    ...[
      '224.0.0.1',
      '239.255.255.255',
      '240.0.0.1',
      '255.255.255.255',
      '192.0.2.1',
      '198.18.0.1',
      '198.51.100.1',
      '203.0.113.1',
      '192.88.99.1',
    ],
    // The same in IPv6.
    ...[
      '::',
      '::1',
      'fe80::1',
      'fe80::1%eth0',
      'fec0::1',
      'fc00::1',
      'fd00:ec2::254',
      'ff02::1',
      '2001:db8::1',
      '100::1',
      '3fff::1',
      '5f00::1',
    ],
    // IPv4 inside IPv6, in every way there is.
    ...[
      '::ffff:127.0.0.1',
      '::ffff:a00:1',
      '::127.0.0.1',
      '::a9fe:a9fe',
      '::ffff:0:127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b::a9fe:a9fe',
    ],
    ...['64:ff9b:1::7f00:1', '2002:7f00:1::', '2002:a9fe:a9fe::1', '2001::1', '2001:0:7f00:1::'],
    // No addresses.
    ...['', 'localhost', '127.0.0.1.', '1', 'a.b.c.d', '8.8.8.8/32'],
  ])('that is not may not: %s', address => {
    expect(isPublic(address)).toBe(false);
  });

  it('of an allowed network may be reached, whichever way it is written', () => {
    const isAllowed = createAddressPolicy(['10.20.0.0/16', '::1/128', '168.63.129.16/32']);
    expect(
      ['10.20.3.4', '::ffff:10.20.3.4', '64:ff9b::a14:304', '::1', '168.63.129.16'].map(isAllowed),
    ).toEqual(Array(5).fill(true));
    expect(['10.21.0.1', '127.0.0.1', '::2'].map(isAllowed)).toEqual([false, false, false]);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', 'all', ''])('is not allowed by what is no network: %j', cidr => {
    expect(() => createAddressPolicy([cidr])).toThrow(ConfigError);
  });
});
