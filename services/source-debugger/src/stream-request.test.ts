import { describe, expect, it } from '@jest/globals';

import { parseStreamRequest } from './stream-request.ts';

const parse = (url: string, method = 'GET') => parseStreamRequest({ method, url }, { maxLast: 500 });

describe('a request for a stream', () => {
  it('names its source by id or slug', () => {
    expect(parse('/sources/shop%20web/events?status=blocked&last=20')).toEqual({
      source: 'shop web',
      filter: { statuses: new Set(['blocked']) },
      last: 20,
      afterId: undefined,
    });
    expect(parse('/sources/src_1/events/')).toMatchObject({ source: 'src_1', last: 500 });
  });

  it('wants all that came behind an event, however few past ones it began with', () => {
    const wish = { method: 'GET', url: '/sources/web/events?last=0', lastEventId: '1-a0-1' };
    expect(parseStreamRequest(wish, { maxLast: 500 })).toMatchObject({ last: 500, afterId: '1-a0-1' });
  });

  it.each([
    ['/', 404, 'streams are at'],
    ['/sources/a/b/events', 404, 'there is no path'],
    ['/sources/%E0/events', 404, 'there is no path'],
    ['/sources/web/events?user=ada', 400, 'user is no parameter; there are status'],
    ['/sources/web/events?last=501', 400, 'a number from 0 to 500'],
    ['/sources/web/events?last=-1', 400, 'a number from 0 to 500'],
    ['/sources/web/events?status=lost', 400, 'status must be of'],
  ])('%s is refused with %p', (url, status, message) => {
    expect(parse(url)).toEqual({ status, message: expect.stringContaining(message) });
  });

  it('only gets', () => {
    expect(parse('/sources/web/events', 'POST')).toMatchObject({ status: 405 });
  });
});
