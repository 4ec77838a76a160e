import { describe, expect, it } from '@jest/globals';

import type { WorkerRun } from '../protocol.ts';
import { parseFromWorker } from './from-worker.ts';

const aRun: WorkerRun = {
  outcome: { kind: 'returned', json: '{"a":[1]}' },
  emitted: [['track', '{"event":"a"}']],
  logs: [{ level: 'info', at: 1, text: 'a' }],
  durationMs: 1.5,
  cpuMs: 0,
};

const ran = (overrides: Readonly<Record<string, unknown>>) =>
  parseFromWorker(JSON.stringify({ kind: 'ran', call: 1, run: { ...aRun, ...overrides } }));

describe('a message of a worker', () => {
  it('is taken with its values parsed', () => {
    expect(ran({})).toEqual({
      kind: 'ran',
      call: 1,
      run: { ...aRun, outcome: { kind: 'returned', json: { a: [1] } }, emitted: [['track', { event: 'a' }]] },
    });
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', 'null'],
    ['another kind', '{"kind":"spawn"}'],
    ['a call without a number', '{"kind":"request","call":"1","request":1,"head":"","body":""}'],
    [
      'a huge request',
      JSON.stringify({ kind: 'request', call: 1, request: 1, head: '', body: 'x'.repeat(2e6) }),
    ],
  ])('is not taken where it is %s', (_name, line) => {
    expect(parseFromWorker(line)).toBeUndefined();
  });

  it.each([
    ['no outcome', { outcome: null }],
    ['an outcome of another kind', { outcome: { kind: 'unavailable', reason: 'closed' } }],
    ['a value that is no JSON', { outcome: { kind: 'returned', json: '{' } }],
    [
      'a value nested without measure',
      { outcome: { kind: 'returned', json: '['.repeat(1e5) + ']'.repeat(1e5) } },
    ],
    ['an error that is none', { outcome: { kind: 'threw', error: { name: 1 } } }],
    ['an event of another type', { emitted: [['delete', '{}']] }],
    ['an event that is no object', { emitted: [['track', '[]']] }],
    ['too many events', { emitted: Array(2_000).fill(['track', '{}']) }],
    ['a line without measure', { logs: [{ level: 'info', at: 1, text: 'x'.repeat(1e5) }] }],
    ['times that are none', { durationMs: -1 }],
  ])('is not taken with %s', (_name, overrides) => {
    expect(ran(overrides)).toBeUndefined();
  });
});
