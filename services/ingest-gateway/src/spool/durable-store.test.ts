import { describe, expect, it } from '@jest/globals';
import { InvalidRecordError, TransientError } from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';

import { createDurableStore } from './durable-store.ts';
import { createManualClock } from './fakes/manual-clock.ts';
import { createMemoryProducer } from './fakes/memory-producer.ts';
import { createMemorySpool } from './fakes/memory-spool.ts';

const aRecord = (id: number | string): ProducerRecord => ({
  topic: 't',
  key: 'k',
  value: Buffer.from(String(id)),
});

/** A store whose clock, producer and disk move when they are told to, and what its callers were told. */
function aStore({
  kept = [] as readonly ProducerRecord[],
  refusal = undefined as InvalidRecordError | undefined,
} = {}) {
  const clock = createManualClock();
  const log: string[] = [];
  const producer = createMemoryProducer(clock, log);
  const spool = createMemorySpool(kept.map(record => [record]));
  const answers: Record<string, string> = {};
  const refused: Error[] = [];
  const store = createDurableStore({
    send: producer.send,
    withdraw: producer.withdraw,
    refusal: () => refusal,
    spool,
    spoolAfterMs: 20,
    retryAfterMs: 10,
    maxHeldBytes: 400,
    clock: clock.ofOneLife(),
    facts: {
      entered: () => undefined,
      drained: () => undefined,
      refused: error => refused.push(error),
      notKept: () => undefined,
    },
  });
  const turn = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
  return {
    store,
    log,
    answers,
    refused,
    producer,
    spool,
    turn,
    call: (id: number | string): void => {
      answers[id] = 'waits';
      store.store([aRecord(id)]).then(
        () => (answers[id] = 'stored'),
        (error: unknown) => (answers[id] = error instanceof TransientError ? error.code : String(error)),
      );
    },
    deliver: async (): Promise<void> => {
      for (const partition of [0, 1]) {
        for (const step of ['take', 'write', 'answer'] as const) producer.step(step, partition);
      }
      await turn();
    },
    tick: async (ms: number): Promise<void> => {
      clock.tick(ms);
      await turn();
    },
    sync: async (isWell = true): Promise<void> => {
      spool.sync(isWell);
      await turn();
    },
  };
}

describe('the durable store', () => {
  it('leaves the disk alone while Kafka answers', async () => {
    const { store, call, deliver, tick, answers, spool } = aStore();
    for (let id = 0; id < 20; id += 1) {
      call(id);
      await tick(15);
      await deliver();
    }
    expect(Object.values(answers)).toEqual(Array.from({ length: 20 }, () => 'stored'));
    expect(store.state).toBe('direct');
    expect(spool.backlogBytes).toBe(0);
  });

  it('answers from the disk once Kafka has not answered in time, in the order of arrival', async () => {
    const { store, call, deliver, tick, sync, answers, log } = aStore();
    call(1);
    call(2);
    await tick(20);
    call(3);
    expect(store.state).toBe('spooling');
    expect(answers).toEqual({ 1: 'waits', 2: 'waits', 3: 'waits' });
    await sync();
    expect(answers).toEqual({ 1: 'stored', 2: 'stored', 3: 'stored' });
    for (let round = 0; round < 4; round += 1) await deliver();
    expect(log).toEqual(['1', '2', '3']);
    expect(store.state).toBe('direct');
  });

  it('answers what the disk does not take with the reason', async () => {
    const { call, tick, sync, answers } = aStore();
    call(1);
    await tick(20);
    await sync(false);
    expect(answers).toEqual({ 1: 'spool-full' });
  });

  it('passes on that too much waits, and does not take it for an outage', async () => {
    const { store, call, producer, turn, answers } = aStore();
    producer.overload(true);
    call(1);
    await turn();
    expect(answers).toEqual({ 1: 'overloaded' });
    expect(store.state).toBe('direct');
  });

  it('puts nothing on disk that Kafka would never take', async () => {
    const { call, turn, answers, spool } = aStore({
      kept: [aRecord('kept')],
      refusal: new InvalidRecordError('record-too-large', 'too large'),
    });
    const before = spool.backlogBytes;
    call(1);
    await turn();
    expect(answers[1]).toContain('too large');
    expect(spool.backlogBytes).toBe(before);
  });

  it('starts with what is on disk, and only then sends what is new', async () => {
    const { store, call, deliver, sync, log } = aStore({ kept: [aRecord('kept')] });
    call(1);
    expect(store.state).toBe('spooling');
    await sync();
    for (let round = 0; round < 4; round += 1) await deliver();
    expect(log).toEqual(['kept', '1']);
  });

  it('gets back to Kafka under a load that never stops', async () => {
    const { store, call, deliver, tick, sync } = aStore({ kept: [aRecord('kept')] });
    for (let id = 0; id < 50 && store.state !== 'direct'; id += 1) {
      call(id);
      await sync();
      call(`${id} and`);
      await deliver();
      await tick(1);
    }
    expect(store.state).toBe('direct');
  });

  it('gives a return up when it takes too long, and keeps what has waited in order', async () => {
    const { store, call, deliver, turn, tick, sync, answers, log } = aStore({
      kept: [aRecord('a'), aRecord('b'), aRecord('c')],
    });
    await turn();
    await deliver();
    call(1);
    expect(store.state).toBe('returning');
    await tick(20);
    expect(store.state).toBe('spooling');
    await sync();
    expect(answers).toEqual({ 1: 'stored' });
    for (let round = 0; round < 5; round += 1) await deliver();
    expect(log).toEqual(['a', 'b', 'c', '1']);
  });

  it('gives a return up when more waits than memory may hold', async () => {
    const { store, call, deliver, turn } = aStore({ kept: [aRecord('a'), aRecord('b'), aRecord('c')] });
    await turn();
    await deliver();
    expect(store.state).toBe('returning');
    for (let id = 0; id < 10; id += 1) call(id);
    expect(store.state).toBe('spooling');
  });

  it('says each time that Kafka does not take what is on disk, and tries again', async () => {
    const { call, producer, turn, tick, sync, deliver, refused, log } = aStore({ kept: [aRecord('a')] });
    producer.overload(true);
    await sync();
    call(1);
    await tick(50);
    producer.step('fail', 1);
    await turn();
    expect(refused.length).toBeGreaterThan(0);
    producer.overload(false);
    await tick(10);
    await sync();
    for (let round = 0; round < 4; round += 1) await deliver();
    expect(log).toEqual(['a', '1']);
  });

  it('writes what is under way to disk when it closes', async () => {
    const { store, call, sync, answers } = aStore();
    call(1);
    const closed = store.close();
    await sync();
    await closed;
    expect(answers).toEqual({ 1: 'stored' });
    await expect(store.store([aRecord(2)])).rejects.toThrow('closed');
  });

  it('closes without waiting for Kafka, and leaves what is on disk to the next start', async () => {
    const { store, spool, deliver, turn } = aStore({ kept: [aRecord('a'), aRecord('b'), aRecord('c')] });
    await turn();
    const before = spool.backlogBytes;
    await store.close();
    await deliver();
    expect(spool.backlogBytes).toBe(before);
  });
});
