import { describe, expect, it } from '@jest/globals';
import type { ProducerRecord } from '@millrace/kafka';
import fc from 'fast-check';

import { createDurableStore, type DurableStore, type StoreState } from './durable-store.ts';
import { createManualClock, type ManualClock } from './fakes/manual-clock.ts';
import { createMemoryProducer, type MemoryProducer } from './fakes/memory-producer.ts';
import { createMemorySpool, type MemorySpool } from './fakes/memory-spool.ts';

const KEYS = ['a', 'b', 'c'] as const;
const SPOOL_AFTER_MS = 20;

/** What may happen next, all of it at any time. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('call' as const),
      keys: fc.array(fc.constantFrom(...KEYS), { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constantFrom('take', 'write', 'answer', 'fail' as const),
      partition: fc.nat(1),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ does: 'deliver' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('tick' as const), ms: fc.integer({ min: 1, max: 30 }) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('sync' as const), isWell: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('write late' as const) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('overload' as const), is: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('crash' as const),
      isThrownBack: fc.boolean(),
      tail: fc.nat(3),
    }),
  },
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** A gateway's store with all that can go wrong around it under control. */
class World {
  readonly clock: ManualClock = createManualClock();
  readonly log: string[] = [];
  readonly acknowledged: string[] = [];
  readonly visited = new Set<StoreState>();
  producer: MemoryProducer = createMemoryProducer(this.clock, this.log);
  spool: MemorySpool = createMemorySpool([]);
  store: DurableStore = this.#open();
  #ids = 0;

  async meet(happening: Happening): Promise<void> {
    switch (happening.does) {
      case 'call':
        this.#call(happening.keys);
        break;
      case 'deliver':
        this.#deliver();
        break;
      case 'tick':
        this.clock.tick(happening.ms);
        break;
      case 'sync':
        this.spool.sync(happening.isWell);
        break;
      case 'write late':
        this.producer.writeLate();
        break;
      case 'overload':
        this.producer.overload(happening.is);
        break;
      case 'crash':
        this.clock.stop();
        this.spool = this.spool.crash(happening);
        this.producer = this.producer.crash();
        this.store = this.#open();
        break;
      case 'take':
      case 'write':
      case 'answer':
      case 'fail':
        this.producer.step(happening.does, happening.partition);
    }
    await turn();
  }

  /** Kafka and the disk work again. */
  async recover(): Promise<void> {
    this.producer.overload(false);
    for (let round = 0; round < 2_000 && !this.#isQuiet(); round += 1) {
      this.#deliver();
      this.spool.sync(true);
      if (round % 4 === 3) this.clock.tick(5);
      await turn();
    }
    while (this.producer.writeLate());
  }

  #deliver(): void {
    for (const partition of [0, 1]) {
      for (const step of ['take', 'write', 'answer'] as const) this.producer.step(step, partition);
    }
  }

  #isQuiet(): boolean {
    return this.store.state === 'direct' && this.producer.isIdle() && this.spool.backlogBytes === 0;
  }

  #call(keys: readonly string[]): void {
    const records = keys.map((key): ProducerRecord => ({
      topic: 't',
      key,
      value: Buffer.from(`${key}:${this.#ids++}`),
    }));
    this.store.store(records).then(
      () => this.acknowledged.push(...records.map(({ value }) => String(value))),
      () => undefined,
    );
  }

  #open(): DurableStore {
    const { producer, spool } = this;
    return createDurableStore({
      send: producer.send,
      withdraw: producer.withdraw,
      refusal: () => undefined,
      spool,
      spoolAfterMs: SPOOL_AFTER_MS,
      retryAfterMs: 10,
      maxHeldBytes: 500,
      clock: this.clock.ofOneLife(),
      facts: {
        entered: state => this.visited.add(state),
        drained: () => undefined,
        refused: () => undefined,
        notKept: () => undefined,
      },
    });
  }
}

/** Lets everything run that waits for nothing but promises. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve));
}

function firstOccurrences(log: readonly string[], key: string): readonly number[] {
  return [...new Set(log)].filter(id => id.startsWith(`${key}:`)).map(id => Number(id.split(':')[1]));
}

describe('the durable store', () => {
  it('loses nothing it acknowledged and keeps the order of each key, whatever Kafka, the disk and the process do', async () => {
    const visited = new Set<StoreState>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 20, maxLength: 150, size: 'max' }),
        async happenings => {
          const world = new World();
          for (const next of happenings) await world.meet(next);
          await world.recover();
          expect(world.store.state).toBe('direct');
          const stored = new Set(world.log);
          expect(world.acknowledged.filter(id => !stored.has(id))).toEqual([]);
          const acknowledged = new Set(world.acknowledged);
          for (const key of KEYS) {
            const order = firstOccurrences(world.log, key).filter(id => acknowledged.has(`${key}:${id}`));
            expect(order).toEqual(order.toSorted((one, other) => one - other));
          }
          for (const state of world.visited) visited.add(state);
        },
      ),
      { numRuns: 800 },
    );
    // The walk has been everywhere.
    expect(visited).toEqual(new Set(['direct', 'spooling', 'draining', 'returning']));
  }, 120_000);
});
