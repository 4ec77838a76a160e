import { describe, expect, it } from '@jest/globals';

import { readPayload } from './payload.ts';

const read = (body: string, contentType = 'application/json', query = '') =>
  readPayload(body, { contentType, query: new URLSearchParams(query) });

describe('readPayload', () => {
  it('takes an object to the letter', () => {
    expect(read('{ "a": 1.0 }')).toEqual({ text: '{ "a": 1.0 }', value: { a: 1 } });
  });

  it.each(['', 'text/plain', 'application/octet-stream'])(
    'finds JSON under the content type %j',
    contentType => {
      expect(read('{"a":1}', contentType)?.value).toEqual({ a: 1 });
    },
  );

  it('reads a form, and a repeated field as a list', () => {
    expect(read('a=1&b=x+y&a=2', 'application/x-www-form-urlencoded; charset=utf-8')?.value).toEqual({
      a: ['1', '2'],
      b: 'x y',
    });
  });

  it.each([
    ['a list', '[1,2]', { body: [1, 2] }],
    ['a number', '7', { body: 7 }],
  ])('puts %s into body', (_what, body, value) => {
    expect(read(body)?.value).toEqual(value);
  });

  it('puts plain text into body', () => {
    expect(read('hello there', 'text/plain')?.value).toEqual({ body: 'hello there' });
  });

  it('takes the query where there is no body', () => {
    expect(read('', '', 'sent=yes&id=5')?.value).toEqual({ sent: 'yes', id: '5' });
  });

  it.each(['application/json', 'application/vnd.api+json; charset=utf-8'])(
    'refuses what %s promises and is not',
    contentType => {
      expect(read('{"a":', contentType)).toBeUndefined();
    },
  );

  it('keeps the digits of a large integer for who looks for an id', () => {
    expect(read('{"id":9007199254740993,"price":1e400}')?.value).toEqual({
      id: '9007199254740993',
      price: Infinity,
    });
  });
});
