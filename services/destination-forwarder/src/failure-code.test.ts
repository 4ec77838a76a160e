import { describe, expect, it } from '@jest/globals';

import { failureCode } from './failure-code.ts';

describe('failureCode', () => {
  it.each([
    ['ECONNREFUSED', 'connection-refused'],
    ['ECONNRESET', 'connection-reset'],
    ['UND_ERR_SOCKET', 'connection-reset'],
    ['ENOTFOUND', 'name-not-resolved'],
    ['EAI_AGAIN', 'name-not-resolved'],
    ['EHOSTUNREACH', 'host-unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timed-out'],
    ['CERT_HAS_EXPIRED', 'tls-failed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls-failed'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls-failed'],
    ['SOMETHING_NEW', 'connection-failed'],
  ])('reads %s as %s', (code, expected) => {
    expect(failureCode(Object.assign(new Error('failed'), { code }))).toBe(expected);
  });

  it('knows a reply that is not HTTP by the name of its error, which need not have a code', () => {
    expect(failureCode(Object.assign(new Error('failed'), { name: 'HTTPParserError' }))).toBe(
      'reply-malformed',
    );
  });

  it('is total', () => {
    expect(failureCode(new Error('no code'))).toBe('connection-failed');
    expect(failureCode('not even an error')).toBe('connection-failed');
  });
});
