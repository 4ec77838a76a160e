import { describe, expect, it } from '@jest/globals';

import { acknowledgedEvents, missing } from './acknowledged-events.ts';
import type { FuzzRequest } from './requests.ts';

const request = (schemaName: string, text: string): FuzzRequest => ({
  method: 'POST',
  target: '/',
  headers: {},
  body: undefined,
  operation: { path: '/', method: 'POST', schema: {}, schemaName, contentType: undefined, responses: {} },
  plain: Buffer.from(text),
  isGood: false,
});

describe('the events that a 200 acknowledges', () => {
  it.each([
    ['Track', '{ "a" : 1.0 }', ['{"a":1}']],
    ['Track', '\ufeff{"a":1}', ['{"a":1}']],
    ['Batch', '{"batch":[{"a":1}, null]}', ['{"a":1}', 'null']],
    ['Batch', '{"batch":[]}', ['{"batch":[]}']],
    ['Batch', '{"batch":1}', ['{"batch":1}']],
    ['Metrics', 'nonsense', []],
  ])('of %s %s are %j', (schemaName, text, expected) => {
    expect(acknowledgedEvents(request(schemaName, text))).toEqual(expected);
  });

  it('are missing where they are stored less often', () => {
    expect(missing(['a', 'a', 'b'], ['a', 'c'])).toEqual(['a', 'b']);
    expect(missing(['a', 'b'], ['b', 'a', 'a'])).toEqual([]);
  });
});
