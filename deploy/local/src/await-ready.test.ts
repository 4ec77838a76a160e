import { describe, expect, it } from '@jest/globals';

import { awaitReady } from './await-ready.ts';
import type { Part } from './parts/part.ts';

const never = new Promise<never>(() => undefined);

function partThat(isReady: Part['isReady']): Part {
  return {
    name: 'part',
    group: 'service',
    ports: [],
    launch: () => ({ command: '', args: [], cwd: '' }),
    isReady,
    readyWithinMs: 1,
    stopWithinMs: 1,
  };
}

describe('waiting for a part', () => {
  it('counts its time from when what it stands on is there', async () => {
    const base = Promise.withResolvers<boolean>();
    let asked = 0;
    const part = partThat(() => {
      asked += 1;
      if (asked === 3) base.resolve(true);
      return Promise.resolve(asked === 3);
    });
    expect(await awaitReady(part, never, base.promise)).toEqual({ kind: 'ready' });
  });

  it('ends when its time is over', async () => {
    const part = partThat(() => Promise.resolve(false));
    expect(await awaitReady(part, never, Promise.resolve(true))).toEqual({ kind: 'late' });
  });

  it('ends at once when what it stands on did not come up', async () => {
    const part = { ...partThat(() => Promise.resolve(false)), readyWithinMs: 1e9 };
    expect(await awaitReady(part, never, Promise.resolve(false))).toEqual({ kind: 'baseless' });
  });

  it('ends when its process does', async () => {
    const part = partThat(() => Promise.resolve(false));
    expect(await awaitReady(part, Promise.resolve('code 1'), never)).toEqual({
      kind: 'ended',
      how: 'code 1',
    });
  });
});
