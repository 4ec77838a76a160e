import { TransientError } from '@millrace/errors';
import {
  createBugGuard,
  createPartitionProcessor,
  defaultSettings,
  silentReport,
  type CrashPoint,
  type PartitionProcessor,
  type Program,
  type RuntimeSettings,
} from '@millrace/stream-runtime';

import { InjectedCrash } from './injected-crash.ts';
import type { MemoryKafka } from './memory-kafka.ts';
import type { MemoryStore } from './memory-store.ts';

/** One partition of a running program in memory. */
export type Lane = {
  /** Takes the partition over, the first time, and goes on until nothing is left to do. Throws where it crashes. */
  drain(): Promise<void>;
  nextTimerAt(): number | undefined;
  /** Ends it without warning. */
  abandon(): void;
};

/** A lane that has not started. */
export function createLane<V, S, T, Q, A>(parts: {
  readonly program: Program<V, S, T, Q, A>;
  readonly partition: number;
  readonly kafka: MemoryKafka;
  readonly store: MemoryStore;
  readonly now: () => number;
  readonly at: (point: CrashPoint) => void;
  readonly settings: Partial<RuntimeSettings>;
}): Lane {
  const { program, partition, kafka, store, now, at } = parts;
  const { topology } = program;
  const abandoned = new AbortController();
  const settings = { ...defaultSettings, ...parts.settings };
  const processor = createPartitionProcessor({
    program,
    partition,
    transactions: kafka.transactions({ group: topology.group, topic: topology.input.name, partition }),
    state:
      topology.store === undefined
        ? undefined
        : { store, changelog: kafka.changelog(topology.store.changelog.name) },
    startAt: async committed => committed ?? 0n,
    now,
    settings,
    bugGuard: createBugGuard(settings.maxBugs, settings.bugWindowMs),
    report: silentReport,
    at,
    signal: abandoned.signal,
  });
  let position: bigint | undefined;

  return {
    async drain() {
      position ??= await processor.acquire();
      for (let attempts = 1; ;) {
        const end = kafka.end(topology.input.name, partition);
        const records = kafka.read(topology.input.name, partition, position);
        try {
          await fireAll(processor, attempts);
          const isOpen =
            topology.isIntakeOpen?.({ partition, timers: processor.timerCount() }, program.tables()) ?? true;
          if (records.length > 0 && isOpen) {
            const taken = await processor.take(records, end, attempts);
            position = records[taken]?.offset ?? end;
          } else {
            await processor.commitOffset();
            await processor.settle();
            await processor.repair();
            return;
          }
          attempts = 1;
        } catch (thrown) {
          if (!(thrown instanceof TransientError) || attempts >= MAX_ATTEMPTS) throw thrown;
          attempts += 1;
        }
      }
    },
    nextTimerAt: () => processor.nextTimerAt(),
    abandon: () => abandoned.abort(new InjectedCrash('after-step')),
  };
}

/** A failure that passes is tried again at once, this often. */
const MAX_ATTEMPTS = 5;

async function fireAll(processor: PartitionProcessor, attempts: number): Promise<void> {
  while ((await processor.fireTimers(attempts)) > 0);
}
