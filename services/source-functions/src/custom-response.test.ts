import { describe, expect, it } from '@jest/globals';

import { readResponse } from './custom-response.ts';

describe('readResponse', () => {
  it.each([[undefined], [null], [true], ['done'], [[200]], [{}], [{ status: '200' }], [{ ok: true }]])(
    'takes %j for no response',
    returned => {
      expect(readResponse(returned)).toEqual({ kind: 'none' });
    },
  );

  it('gives a text as it is, and anything else as JSON', () => {
    expect(readResponse({ status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'hello' })).toEqual({
      kind: 'response',
      response: { status: 200, headers: { 'content-type': 'text/plain' }, body: 'hello' },
    });
    expect(readResponse({ status: 202, body: { challenge: 'abc' } })).toEqual({
      kind: 'response',
      response: {
        status: 202,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: '{"challenge":"abc"}',
      },
    });
  });

  it('reads headers in pairs, and leaves those to the server that are its own', () => {
    const headers = [
      ['X-Request-Id', '7'],
      ['Transfer-Encoding', 'chunked'],
      ['Content-Length', '1'],
    ];
    expect(readResponse({ status: 204, headers })).toMatchObject({
      response: { headers: { 'x-request-id': '7' } },
    });
  });

  it.each([
    ['no status of HTTP', { status: 600 }],
    ['an informational status', { status: 101 }],
    ['a broken status', { status: 200.5 }],
    ['a header with a line break', { status: 200, headers: { 'x-a': 'b\r\nset-cookie: c' } }],
    ['a header without a name', { status: 200, headers: { '': 'b' } }],
    ['a header that is no text', { status: 200, headers: { 'x-a': 1 } }],
  ])('refuses %s', (_what, returned) => {
    expect(readResponse(returned)).toMatchObject({ kind: 'invalid' });
  });
});
