import { describe, expect, it } from '@jest/globals';
import { behaviourFor, parseBehaviour, withBehaviour } from './behaviour.ts';

describe('parseBehaviour', () => {
  it('fills in what is not said', () => {
    expect(parseBehaviour({ status: 500 })).toEqual({
      path: '',
      status: 500,
      delayMs: 0,
      rate: 1,
      bodyBytes: 0,
      retryAfter: undefined,
    });
  });

  it.each([
    [undefined, 'JSON object'],
    [{ status: 99 }, 'status'],
    [{ status: '500' }, 'status'],
    [{ rate: 1.5 }, 'rate'],
    [{ delayMs: -1 }, 'delayMs'],
    [{ bodyBytes: 1e12 }, 'bodyBytes'],
    [{ path: 1 }, 'path'],
    [{ retryAfter: 'soon' }, 'retryAfter'],
    [{ speed: 1 }, 'no "speed"'],
  ])('refuses %j', (value, problem) => {
    expect(() => parseBehaviour(value)).toThrow(problem);
  });
});

describe('behaviourFor', () => {
  const everywhere = parseBehaviour({ status: 500, rate: 0.2 });
  const there = parseBehaviour({ path: '/hooks/b', status: 503 });
  const behaviours = withBehaviour(withBehaviour([], everywhere), there);

  it('misbehaves for the share of requests that was asked for', () => {
    expect(behaviourFor(behaviours, '/hooks/a', 0.19).status).toBe(500);
    expect(behaviourFor(behaviours, '/hooks/a', 0.2).status).toBe(200);
  });

  it('lets the longest path decide', () => {
    expect(behaviourFor(behaviours, '/hooks/b/1', 0.9).status).toBe(503);
  });

  it('takes the place of the former behaviour of the same path', () => {
    const calmed = withBehaviour(behaviours, parseBehaviour({ path: '/hooks/b' }));
    expect(behaviourFor(calmed, '/hooks/b/1', 0).status).toBe(200);
    expect(calmed).toHaveLength(2);
  });
});
