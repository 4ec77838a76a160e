import type { Topic } from '@millrace/contracts';
import { partitionFor } from '@millrace/kafka';
import type { Topology } from '@millrace/stream';
import { OWNER_MARKER_KEY, type CrashPoint, type RuntimeSettings } from '@millrace/stream-runtime';
import type { Tracer } from '@millrace/telemetry';

import { A_TIME, type DriverRecord } from './builders.ts';
import { InjectedCrash } from './injected-crash.ts';
import { createLane } from './lane.ts';
import { localCodec } from './local-codec.ts';
import { localProgram } from './local-program.ts';
import { createMemoryKafka } from './memory-kafka.ts';
import { createMemoryStore } from './memory-store.ts';

/** A record a topology wrote. */
export type WrittenRecord<T> = {
  readonly key: string;
  readonly value: T;
  readonly headers: Readonly<Record<string, string>>;
  readonly partition: number;
  readonly timestamp: number;
};

/** A dead letter: the bytes as read, and headers that say why. */
export type WrittenDeadLetter = Omit<WrittenRecord<Buffer | null>, 'partition' | 'timestamp'>;

/** Runs a topology without I/O, by the runtime's own code. */
export type Driver<V, S> = {
  /** Appends records to the input and processes all that is there. Records of a key share a partition. */
  pipe(records: readonly DriverRecord<V>[]): Promise<void>;
  /** Moves the clock and fires the timers due on the way, each at its own time. Epoch milliseconds. */
  advanceTo(now: number): Promise<void>;
  now(): number;
  /** Committed records of an output topic, partition by partition, in order. */
  outputs<T>(topic: Topic<T>): readonly WrittenRecord<T>[];
  deadLetters(): readonly WrittenDeadLetter[];
  /** A state as the changelog has it; of a key on several partitions, the one of the lowest. */
  state(key: string): S | undefined;
  /** All states as the changelog has them. */
  states(): ReadonlyMap<string, S>;
  /** All states as the store has them; equal to `states` whenever the driver is idle. */
  storedStates(): ReadonlyMap<string, S>;
  /** Stops the program at the n-th pass of a crash point from now; it starts again at once and goes on. */
  crashAt(point: CrashPoint, pass?: number): void;
  /** Crashes since the driver was made. */
  crashes(): number;
  /** Stops the program without warning and starts it again: memory is gone, Kafka and the store stay. */
  restart(): Promise<void>;
  /** Empties the store, as Redis may be at any time. */
  emptyStore(): void;
};

/** What a driver runs with. */
export type DriverOptions<T, Q, A> = {
  readonly tables?: () => T;
  /** Performs questions; without it a step that asks becomes a dead letter. */
  readonly ask?: (question: Q, signal: AbortSignal) => Promise<A>;
  /** Partitions of the input. Default 1. */
  readonly partitions?: number;
  /** Most records of one transaction. Default 100. */
  readonly batchSize?: number;
  /** First reading of the clock. Default 2026-01-01. */
  readonly now?: number;
  readonly settings?: Partial<RuntimeSettings>;
  readonly tracer?: Tracer;
};

/** A driver whose program has started. */
export async function createDriver<V, S, T, Q, A>(
  topology: Topology<V, S, T, Q, A>,
  options: DriverOptions<T, Q, A> = {},
): Promise<Driver<V, S>> {
  const { partitions = 1 } = options;
  let now = options.now ?? A_TIME;
  let wish: { readonly point: CrashPoint; passes: number } | undefined;
  let crashes = 0;
  const kafka = createMemoryKafka(() => now);
  const stores = Array.from({ length: partitions }, createMemoryStore);
  const program = localProgram(topology, options);
  const at = (point: CrashPoint): void => {
    if (wish?.point !== point) return;
    wish.passes -= 1;
    if (wish.passes > 0) return;
    wish = undefined;
    throw new InjectedCrash(point);
  };
  const settings = { maxTransactionRecords: options.batchSize ?? 100, ...options.settings };
  const newLanes = () =>
    stores.map((store, partition) =>
      createLane({ program, partition, kafka, store, now: () => now, at, settings }),
    );
  let lanes = newLanes();

  /** Lets every partition go on until nothing is left to do, through crashes. */
  const run = async (): Promise<void> => {
    for (;;) {
      try {
        for (const lane of lanes) await lane.drain();
        return;
      } catch (thrown) {
        if (!(thrown instanceof InjectedCrash)) throw thrown;
        crashes += 1;
        for (const lane of lanes) lane.abandon();
        lanes = newLanes();
      }
    }
  };
  await run();

  const changelogStates = (): ReadonlyMap<string, S> => {
    const { store } = topology;
    if (store === undefined) return new Map();
    const codec = localCodec(store.changelog);
    const states = new Map<string, S>();
    for (const partition of [...lanes.keys()].reverse()) {
      for (const { key, value } of kafka.read(store.changelog.name, partition, 0n)) {
        const name = key?.toString('utf8') ?? '';
        if (name === OWNER_MARKER_KEY) continue;
        if (value === null) states.delete(name);
        else states.set(name, codec.decode(value));
      }
    }
    return states;
  };

  return {
    async pipe(records) {
      for (const record of records) {
        kafka.append(
          topology.input.name,
          partitionFor(record.key, partitions),
          storedInput(topology.input, record, now),
        );
      }
      await run();
    },
    async advanceTo(target) {
      for (;;) {
        const next = Math.min(...lanes.map(lane => lane.nextTimerAt() ?? Number.POSITIVE_INFINITY));
        if (next > target) break;
        now = Math.max(now, next);
        await run();
      }
      now = Math.max(now, target);
      await run();
    },
    now: () => now,
    outputs: topic => {
      const codec = localCodec(topic);
      return kafka.records(topic.name).map(record => ({
        ...writtenRecord(record),
        value: codec.decode(record.value ?? Buffer.alloc(0)),
        partition: record.partition,
        timestamp: record.timestamp,
      }));
    },
    deadLetters: () =>
      kafka
        .records(topology.deadLetters.name)
        .map(record => ({ ...writtenRecord(record), value: record.value })),
    state: key => changelogStates().get(key),
    states: changelogStates,
    storedStates() {
      const { store } = topology;
      if (store === undefined) return new Map();
      const codec = localCodec(store.changelog);
      return new Map(
        stores.flatMap(one => [...one.states()].map(([key, bytes]) => [key, codec.decode(bytes)])),
      );
    },
    crashAt(point, pass = 1) {
      wish = { point, passes: pass };
    },
    crashes: () => crashes,
    async restart() {
      for (const lane of lanes) lane.abandon();
      lanes = newLanes();
      await run();
    },
    emptyStore() {
      for (const store of stores) store.empty();
    },
  };
}

function storedInput<V>(topic: Topic<V>, record: DriverRecord<V>, now: number) {
  const { key, headers = {}, timestamp = now } = record;
  const value = 'value' in record ? localCodec(topic).encode(record.value) : record.bytes;
  return {
    key: Buffer.from(key),
    value,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
    timestamp,
  };
}

function writtenRecord({ key, headers }: { readonly key: Buffer | null; readonly headers: object }) {
  return {
    key: key?.toString('utf8') ?? '',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  };
}
