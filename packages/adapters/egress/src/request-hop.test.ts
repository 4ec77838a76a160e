import { describe, expect, it } from '@jest/globals';

import { parseRequest, redirected, type Hop } from './request-hop.ts';

const aRequest = { method: 'POST', url: 'https://a.example/x', headers: [], body: 'b' } as const;

function hopOf(overrides: Partial<Parameters<typeof parseRequest>[0]> = {}): Hop {
  const parsed = parseRequest({ ...aRequest, ...overrides });
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.hop;
}

function next(hop: Hop, status: number, location: string): Hop | string | undefined {
  const result = redirected(hop, status, location);
  return result === undefined ? undefined : result.ok ? result.hop : result.problem;
}

describe('a request', () => {
  it.each([
    ['ftp://a.example/'],
    ['file:///etc/passwd'],
    ['data:text/plain,a'],
    ['javascript:1'],
    ['//a.example'],
    ['a.example'],
    [''],
    ['https://u:p@a.example/'],
    ['https://u@a.example/'],
    ['http://'],
    [`https://a.example/${'x'.repeat(20_000)}`],
  ])('cannot go to %s', url => {
    expect(parseRequest({ ...aRequest, url }).ok).toBe(false);
  });

  it.each(['CONNECT', 'trace', 'TRACK', 'GET\r\nX: y', ''])('cannot be made by %j', method => {
    expect(parseRequest({ method, url: 'https://a.example/', headers: [] }).ok).toBe(false);
  });

  it.each([
    ['a b', 'c'],
    ['a:', 'c'],
    ['a', 'b\r\nc: d'],
    ['a', 'b\0'],
    ['', 'a'],
    ['a', '€'],
  ])('cannot have the header %j: %j', (name, value) => {
    expect(parseRequest({ ...aRequest, headers: [[name, value]] }).ok).toBe(false);
  });

  it('has no body where the method has none', () => {
    expect(parseRequest({ ...aRequest, method: 'GET' }).ok).toBe(false);
  });

  it('leaves out what belongs to the connection, and says who it is unless told otherwise', () => {
    const connection = [
      'Host',
      'Content-Length',
      'Transfer-Encoding',
      'Connection',
      'Upgrade',
      'TE',
      'Proxy-Authorization',
      'Expect',
      'Accept-Encoding',
    ];
    const { headers } = hopOf({
      headers: [
        ...connection.map(name => [name, 'x'] as const),
        ['User-Agent', 'mine'],
        ['X-A', '1'],
        ['x-a', '2'],
      ],
    });
    expect(headers).toEqual([
      ['accept-encoding', 'gzip, deflate, br'],
      ['user-agent', 'mine'],
      ['x-a', '1'],
      ['x-a', '2'],
    ]);
  });
});

describe('a redirect', () => {
  const hop = hopOf({
    headers: [
      ['Authorization', 's'],
      ['X-Api-Key', 's'],
      ['Cookie', 's'],
      ['Content-Type', 'text/plain'],
      ['Accept', '*/*'],
    ],
  });
  const names = (result: Hop | string | undefined): string[] =>
    typeof result === 'object' ? result.headers.map(([name]) => name) : [];

  it('within the origin takes everything along', () => {
    expect(names(next(hop, 307, '/y'))).toEqual(names(hop));
  });

  it.each(['https://b.example/', 'http://a.example/x', 'https://a.example:444/', '//b.example/'])(
    'to another origin takes no secret along: %s',
    location => {
      expect(names(next(hop, 307, location))).toEqual([
        'accept-encoding',
        'user-agent',
        'content-type',
        'accept',
      ]);
    },
  );

  it.each([
    [301, 'POST', 'GET', undefined],
    [302, 'POST', 'GET', undefined],
    [303, 'PUT', 'GET', undefined],
    [303, 'HEAD', 'HEAD', undefined],
    [301, 'PUT', 'PUT', 'b'],
    [307, 'POST', 'POST', 'b'],
    [308, 'DELETE', 'DELETE', 'b'],
  ])('of %i makes of a %s a %s', (status, method, becomes, body) => {
    const from = method === 'HEAD' ? { ...hop, method, body: undefined } : hopOf({ method });
    expect(next(from, status, '/y')).toMatchObject({ method: becomes, body });
  });

  it.each(['ftp://a.example/', 'https://u:p@a.example/', 'http://'])('may not lead to %s', location => {
    expect(next(hop, 302, location)).toContain('the reply redirects, and');
  });

  it.each([200, 300, 304, 305, 306])('is none with status %i', status => {
    expect(next(hop, status, '/y')).toBeUndefined();
  });
});
