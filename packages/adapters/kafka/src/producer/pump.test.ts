import { describe, expect, it } from '@jest/globals';
import { InvalidRecordError, TransientError } from '@millrace/errors';
import { silentLog } from '@millrace/telemetry';

import { PartitionQueue } from './partition-queue.ts';
import { createPendingRequest, type PendingRecord } from './pending.ts';
import { Pump } from './pump.ts';

type Send = (partitions: readonly number[], values: readonly string[]) => Promise<ReadonlySet<number>>;

/** A pump over partitions 0, 1 (broker 1) and 2 (broker 2), and what it has sent. */
function aPump(send: Send = async partitions => new Set(partitions)) {
  const sent: string[][] = [];
  let abandoned = 0;
  const done: PendingRecord[] = [];
  const pump = new Pump({
    channel: {
      send: async (_topic, messages) => {
        const values = messages.map(({ value }) => String(value));
        sent.push(values);
        return send([...new Set(messages.map(({ partition }) => partition))], values);
      },
      abandon: async () => void (abandoned += 1),
    },
    partitions: {
      leaderOf: (_topic, partition) => (partition === 2 ? 2 : 1),
      refresh: async () => undefined,
    },
    log: silentLog,
    onDone: records => done.push(...records),
  });
  const queues = [0, 1, 2].map(partition => new PartitionQueue('a-topic', partition));
  return {
    sent,
    done,
    abandoned: () => abandoned,
    pump,
    /** Queues one request of a record for each partition; resolves with what its caller sees. */
    request: (value: string, partitions: readonly number[] = [0]) => {
      const { request, settled } = createPendingRequest(
        partitions.length,
        Date.now() + 60_000,
        () => undefined,
      );
      for (const partition of partitions) {
        const queue = queues[partition];
        if (queue === undefined) throw new Error('no such partition');
        queue.push({ message: { key: 'k', value, partition }, bytes: 100_000, request });
        pump.wake(queue);
      }
      const outcome = settled.then(
        () => 'stored',
        (error: unknown) => error,
      );
      return { outcome, request };
    },
  };
}

describe('the pump', () => {
  it('sends what was queued in one turn of the event loop together', async () => {
    const { request, sent } = aPump();
    const outcomes = await Promise.all([
      request('a').outcome,
      request('b').outcome,
      request('c', [1]).outcome,
    ]);
    expect(outcomes).toEqual(['stored', 'stored', 'stored']);
    expect(sent).toEqual([['a', 'b', 'c']]);
  });

  it('gathers while a request is on its way', async () => {
    const { promise: answered, resolve: answer } = Promise.withResolvers<ReadonlySet<number>>();
    const { request, sent } = aPump((_partitions, values) =>
      values[0] === 'a' ? answered : Promise.resolve(new Set([0])),
    );
    const first = request('a').outcome;
    await new Promise(resolve => setImmediate(resolve));
    const later = [request('b').outcome, request('c').outcome];
    answer(new Set([0]));
    await Promise.all([first, ...later]);
    expect(sent).toEqual([['a'], ['b', 'c']]);
  });

  it('sends partitions of different brokers apart, so that one cannot fail the other', async () => {
    const { request, sent } = aPump(async (partitions, values) => {
      if (values.includes('two')) throw new InvalidRecordError('record-too-large', 'too large');
      return new Set(partitions);
    });
    const [one, two] = await Promise.all([request('one', [0]).outcome, request('two', [2]).outcome]);
    expect(one).toBe('stored');
    expect(two).toBeInstanceOf(InvalidRecordError);
    expect(sent).toEqual([['one'], ['two']]);
  });

  it('repeats a batch that failed before it sends the next, so that order is kept', async () => {
    let failures = 2;
    const { request, sent } = aPump(async partitions => {
      if (failures-- > 0) throw new TransientError('broker-unavailable', 'away');
      return new Set(partitions);
    });
    const first = request('a').outcome;
    await new Promise(resolve => setImmediate(resolve));
    const second = request('b').outcome;
    expect(await Promise.all([first, second])).toEqual(['stored', 'stored']);
    expect(sent).toEqual([['a'], ['a'], ['a'], ['b']]);
  });

  it('repeats only the partitions that the broker has not confirmed', async () => {
    let isFirst = true;
    const { request, sent } = aPump(async partitions => {
      const confirmed = isFirst ? [0] : partitions;
      isFirst = false;
      return new Set(confirmed);
    });
    expect(await Promise.all([request('a', [0]).outcome, request('b', [1]).outcome])).toEqual([
      'stored',
      'stored',
    ]);
    expect(sent).toEqual([['a', 'b'], ['b']]);
  });

  it('refuses exactly the requests of a batch that failed for good, and gives the producer id up', async () => {
    const { request, abandoned } = aPump(async (partitions, values) => {
      if (values.includes('bad')) throw new InvalidRecordError('record-too-large', 'too large');
      return new Set(partitions);
    });
    const bad = request('bad').outcome;
    await new Promise(resolve => setImmediate(resolve));
    const good = request('good').outcome;
    expect(await bad).toBeInstanceOf(InvalidRecordError);
    expect(await good).toBe('stored');
    expect(abandoned()).toBe(1);
  });

  it('does not send what nobody waits for any more', async () => {
    const { request, sent, done } = aPump();
    request('late').request.settle(new TransientError('broker-unavailable', 'too late'));
    expect(await request('next').outcome).toBe('stored');
    expect(sent).toEqual([['next']]);
    expect(done).toHaveLength(2);
  });

  it('stops repeating when nobody waits any more, and gives the producer id up before the next batch', async () => {
    const failing = aPump(async (partitions, values) => {
      if (!values.includes('late')) return new Set(partitions);
      late.request.settle(new TransientError('broker-unavailable', 'too late'));
      throw new TransientError('broker-unavailable', 'away');
    });
    const late = failing.request('late');
    await late.outcome;
    expect(await failing.request('next').outcome).toBe('stored');
    expect(failing.sent).toEqual([['late'], ['next']]);
    expect(failing.abandoned()).toBe(1);
  });

  it('splits what waits into batches below the limit of the broker', async () => {
    const { request, sent } = aPump();
    await Promise.all(Array.from({ length: 20 }, (_, index) => request(String(index)).outcome));
    expect(sent.map(values => values.length)).toEqual([9, 9, 2]);
    expect(sent.flat()).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  });
});
