import { describe, expect, it } from '@jest/globals';

import { endpoints, findEndpoint, plainTarget } from './endpoints.ts';

describe('findEndpoint', () => {
  it('finds every endpoint by its path', () => {
    expect(endpoints.map(({ path }) => findEndpoint(path)?.path)).toEqual(endpoints.map(({ path }) => path));
  });

  it.each([
    ['/v1/track/', '/v1/track'],
    ['//v1//track', '/v1/track'],
    ['/v1/Track?a=/v1/batch', '/v1/track'],
    ['/v1/batch/v1/batch', '/v1/batch/v1/batch'],
    ['/beacon/v1/batch?writeKey=k', '/beacon/v1/batch'],
    ['http://gateway.example:7700/v1/t', '/v1/t'],
  ])('finds %s', (target, path) => expect(findEndpoint(target)?.path).toBe(path));

  it.each(['/', '', '*', '/v1', '/v1/tracks', '/v1/track/x', '/v1/pixel', '/v2/track', '/v1/../v1/track'])(
    'finds nothing at %p',
    target => expect(findEndpoint(target)).toBeUndefined(),
  );
});

describe('plainTarget', () => {
  it.each([
    ['//v1//projects/Key/settings?a=//b', '/v1/projects/Key/settings?a=//b'],
    ['http://gateway.example/token', '/token'],
    ['/token', '/token'],
  ])('makes of %s %s', (target, plain) => expect(plainTarget(target)).toBe(plain));
});
