import { describe, expect, it } from '@jest/globals';
import { BugError, ConfigError, FencedError, InvalidRecordError, TransientError } from '@millrace/errors';

import { untilDone } from './until-done.ts';

const failing = (failures: readonly Error[]): ((attempt: number) => Promise<number>) => {
  return async attempt => {
    const failure = failures[attempt - 1];
    if (failure !== undefined) throw failure;
    return attempt;
  };
};

describe('untilDone', () => {
  const { signal } = new AbortController();
  const transient = new TransientError('clickhouse-unavailable', 'away');

  it('waits out what passes and what somebody has to mend', async () => {
    const seen: string[] = [];
    const patience = {
      pause: async (attempt: number) => void seen.push(`pause ${attempt}`),
      onFailure: (error: Error, attempt: number) => void seen.push(`${error.name} ${attempt}`),
    };
    const step = failing([transient, new ConfigError('clickhouse-refused', 'no table')]);
    expect(await untilDone(step, patience, signal)).toBe(3);
    expect(seen).toEqual(['TransientError 1', 'pause 1', 'ConfigError 2', 'pause 2']);
  });

  it.each([
    new InvalidRecordError('clickhouse-refused', 'no'),
    new FencedError('partition-lost', 'lost'),
    new BugError('unexpected-error', 'bug'),
    new Error('plain'),
  ])('throws every other failure: %p', async error => {
    const patience = { pause: async () => undefined, onFailure: () => undefined };
    await expect(untilDone(failing([error]), patience, signal)).rejects.toBe(error);
  });

  it('ends a pause with the reason why it is not needed any more', async () => {
    const lost = new AbortController();
    const reason = new FencedError('partition-lost', 'lost');
    const patience = { pause: async () => lost.abort(reason), onFailure: () => undefined };
    await expect(untilDone(failing([transient]), patience, lost.signal)).rejects.toBe(reason);
  });
});
