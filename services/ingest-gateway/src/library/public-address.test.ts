import { describe, expect, it } from '@jest/globals';

import { trustedProxies } from '../client-address.ts';
import { addressOfRequest } from './public-address.ts';

const proxies = trustedProxies(['10.0.0.0/8']);

function addressFor(
  headers: Readonly<Record<string, string>>,
  remoteAddress = '203.0.113.9',
): string | undefined {
  return addressOfRequest({ headers, socket: { remoteAddress } }, proxies);
}

describe('addressOfRequest', () => {
  it.each(['t.example', 't.example:8080', '127.0.0.1:7700', '[::1]:7700', 'my_host'])(
    'is the host %s that was asked',
    host => {
      expect(addressFor({ host })).toBe(`http://${host}`);
    },
  );

  it('is what a trusted proxy says of the request', () => {
    const forwarded = { host: 'gateway:7700', 'x-forwarded-host': 'T.example', 'x-forwarded-proto': 'https' };
    expect(addressFor(forwarded, '10.1.2.3')).toBe('https://t.example');
    expect(addressFor(forwarded, '::ffff:10.1.2.3')).toBe('https://t.example');
    expect(addressFor(forwarded)).toBe('http://gateway:7700');
  });

  it('believes the nearest of several proxies', () => {
    const headers = {
      host: 'gateway',
      'x-forwarded-host': 'evil.example, t.example',
      'x-forwarded-proto': 'http, https',
    };
    expect(addressFor(headers, '10.1.2.3')).toBe('https://t.example');
  });

  it('keeps the host of a proxy that names the protocol only', () => {
    expect(addressFor({ host: 't.example', 'x-forwarded-proto': 'https' }, '10.1.2.3')).toBe(
      'https://t.example',
    );
  });

  it.each(['t.example/evil', 'user@t.example', 't.example:port', 'a b', ''])(
    'is none for the host %p',
    host => {
      expect(addressFor({ host })).toBeUndefined();
    },
  );

  it.each([{}, { host: 't.example', 'x-forwarded-proto': 'javascript' }])('is none for %p', headers => {
    expect(addressFor(headers, '10.1.2.3')).toBeUndefined();
  });
});
