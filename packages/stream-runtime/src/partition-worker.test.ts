import { FencedError, TransientError } from '@millrace/errors';
import { describe, expect, it } from '@jest/globals';
import { silentLog, type Logger } from '@millrace/telemetry';

import { createBugGuard } from './bug-guard.ts';
import { createFailureEpisode } from './failure-episode.ts';
import { createMembership } from './membership.ts';
import type { PartitionProcessor } from './partition-processor.ts';
import { startPartitionWorker, type WorkerDeps } from './partition-worker.ts';

/** A processor that does nothing; tests replace what they look at. */
const idleProcessor: PartitionProcessor = {
  acquire: async () => 0n,
  take: async records => records.length,
  fireTimers: async () => 0,
  nextTimerAt: () => undefined,
  timerCount: () => 0,
  commitOffset: async () => {},
  offsetWaitsSince: () => undefined,
  settle: async () => {},
  repair: async () => {},
  isStoreLost: () => false,
  isBroken: () => false,
  close: async () => {},
  streamTime: () => undefined,
};

const batch = (first: number, count = 1) => ({
  records: Array.from({ length: count }, (_, n) => ({
    offset: BigInt(first + n),
    key: null,
    value: null,
    headers: {},
    timestamp: 0,
  })),
  nextOffset: BigInt(first + count),
  endOffset: 100n,
});

function startWorker(
  processor: Partial<PartitionProcessor>,
  overrides: Partial<WorkerDeps> & { log?: Logger } = {},
) {
  const calls: string[] = [];
  const membership = createMembership();
  const log = overrides.log ?? silentLog;
  const worker = startPartitionWorker({
    topic: 'in',
    partition: 3,
    after: Promise.resolve(),
    createProcessor: () => ({ ...idleProcessor, ...processor }),
    background: async () => {},
    reader: {
      pause: () => void calls.push('pause'),
      resume: () => void calls.push('resume'),
      seek: (_partition, offset) => void calls.push(`seek ${offset}`),
    },
    membership,
    episode: createFailureEpisode({
      partition: 3,
      topic: 'in',
      log,
      metrics: { retries() {} },
      firstMs: 1,
      maxMs: 2,
    }),
    isIntakeOpen: () => true,
    offsetCommitMs: 1_000,
    now: Date.now,
    log,
    ...overrides,
  });
  return { worker, calls, membership };
}

const turn = async (): Promise<void> => new Promise(resolve => setTimeout(resolve, 5));

describe('partition worker', () => {
  it('reads from where the takeover says, and only then', async () => {
    const { worker, calls } = startWorker({ acquire: async () => 42n });
    await turn();
    expect(calls).toEqual(['pause', 'seek 42', 'resume']);
    expect(worker.status()).toBe('running');
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('stops the fetching of a slow partition and lets the others go on', async () => {
    const held = Promise.withResolvers<number>();
    const { worker, calls } = startWorker({ take: async () => held.promise });
    await turn();
    await worker.offer(batch(0));
    await worker.offer(batch(1));
    expect(calls.filter(call => call === 'pause')).toHaveLength(2);
    held.resolve(1);
    await turn();
    expect(calls.at(-1)).toBe('resume');
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('passes over records it has been given before', async () => {
    const taken: bigint[] = [];
    const { worker } = startWorker({
      take: async records => {
        taken.push(...records.map(({ offset }) => offset));
        return records.length;
      },
    });
    await turn();
    await worker.offer(batch(0, 2));
    await worker.offer(batch(0, 2));
    await worker.offer(batch(2, 2));
    await turn();
    expect(taken).toEqual([0n, 1n, 2n, 3n]);
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('tries again after a failure that passes, and warns once', async () => {
    const warnings: string[] = [];
    const attempts: number[] = [];
    const { worker } = startWorker(
      {
        take: async (records, _next, attempt) => {
          attempts.push(attempt);
          if (attempts.length < 4) throw new TransientError('redis-unavailable', 'away');
          return records.length;
        },
      },
      { log: { ...silentLog, warn: sentence => void warnings.push(sentence) } },
    );
    await turn();
    await worker.offer(batch(0));
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(attempts).toEqual([1, 2, 3, 4]);
    expect(warnings).toEqual(['Partition pauses and tries again.']);
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('does not fence back before the group has confirmed it as a member', async () => {
    let takeovers = 0;
    const { worker, membership } = startWorker({
      acquire: async () => {
        takeovers += 1;
        return 0n;
      },
      take: async () => Promise.reject(new FencedError('partition-lost', 'another owner')),
    });
    await turn();
    await worker.offer(batch(0));
    await turn();
    expect(takeovers).toBe(1);
    membership.confirm();
    await turn();
    expect(takeovers).toBe(2);
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('halts when the intake is stopped, and stays alive', async () => {
    const { worker } = startWorker({
      take: async () => {
        createBugGuard(0, 1).note(1, 0);
        return 0;
      },
    });
    await turn();
    await worker.offer(batch(0));
    await turn();
    expect(worker.status()).toBe('halted');
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('begins nothing between a hold and the new assignment', async () => {
    let taken = 0;
    const { worker, calls } = startWorker({
      take: async records => {
        taken += records.length;
        return records.length;
      },
    });
    await turn();
    worker.hold();
    await worker.offer(batch(0));
    await turn();
    expect(taken).toBe(0);
    worker.keep();
    await turn();
    expect(taken).toBe(1);
    expect(calls.at(-1)).toBe('seek 1');
    await worker.stop(AbortSignal.timeout(1_000));
  });

  it('finishes what is in hand when it stops', async () => {
    const events: string[] = [];
    const held = Promise.withResolvers<number>();
    const { worker } = startWorker({
      take: async () => held.promise,
      commitOffset: async () => void events.push('offset'),
      settle: async () => void events.push('settled'),
      close: async () => void events.push('closed'),
    });
    await turn();
    await worker.offer(batch(0));
    events.length = 0;
    const stopped = worker.stop(AbortSignal.timeout(1_000));
    held.resolve(1);
    await stopped;
    expect(events).toEqual(['offset', 'settled', 'closed']);
  });

  it('gives up when the stop takes too long', async () => {
    const { worker } = startWorker({ take: async () => new Promise(() => {}) });
    await turn();
    await worker.offer(batch(0));
    await expect(worker.stop(AbortSignal.timeout(10))).resolves.toBeUndefined();
  });
});
