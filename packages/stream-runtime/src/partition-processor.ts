import type { ChangelogReader, PartitionTransactions, StoredRecord } from '@millrace/kafka';
import type { PartitionStore } from '@millrace/redis';

import { batchFacts } from './batch-facts.ts';
import { pendingItem, type BatchItem } from './batch-item.ts';
import { planBatch } from './batch-plan.ts';
import { endSpans, startSpans } from './batch-spans.ts';
import { createBatchStates } from './batch-states.ts';
import type { BugGuard } from './bug-guard.ts';
import type { AtCrashPoint } from './crash-points.ts';
import { decodeRecords } from './decode-records.ts';
import type { Program } from './program.ts';
import type { Report } from './report.ts';
import type { RuntimeSettings } from './settings.ts';
import { createStateCache } from './state-cache.ts';
import { loadAhead } from './state-keys.ts';
import { stepBatch } from './step-batch.ts';
import { createTimerWindow } from './timer-window.ts';
import { createTrackedStore } from './tracked-store.ts';
import { createTransactionWriter } from './transaction-writer.ts';

/** What a partition is processed with. */
export type ProcessorDeps<V, S, T, Q, A> = {
  readonly program: Program<V, S, T, Q, A>;
  readonly partition: number;
  readonly transactions: PartitionTransactions;
  /** Where the topology has a store. */
  readonly state: { readonly store: PartitionStore; readonly changelog: ChangelogReader } | undefined;
  /** Where to start, given what the group committed. */
  readonly startAt: (committed: bigint | undefined) => Promise<bigint>;
  readonly now: () => number;
  readonly settings: RuntimeSettings;
  readonly bugGuard: BugGuard;
  readonly report: Report;
  readonly at: AtCrashPoint;
  /** Aborts questions and restores when the partition is given up. */
  readonly signal: AbortSignal;
};

/**
 * One partition, from its takeover to its loss: the protocol of DESIGN.md section 4, without the loop around it. Calls come one
 * after another. While a batch is committed the next is prepared on top of it; what a batch has failed to commit is thrown
 * by a later call. After anything but a TransientError of `take` or `fireTimers` the processor is of no further use.
 */
export type PartitionProcessor = {
  /** Takes the partition over and returns the offset to read from. */
  acquire(): Promise<bigint>;
  /** Processes the first of some records, as many as fit one transaction, and returns how many. `attempts` counts the tries of this batch. */
  take(records: readonly StoredRecord[], nextOffset: bigint, attempts: number): Promise<number>;
  /** Fires the timers due by now and returns how many. */
  fireTimers(attempts: number): Promise<number>;
  /** When the next timer is due; undefined for none. */
  nextTimerAt(): number | undefined;
  timerCount(): number;
  /** Commits the offset of what was read and needed no transaction. */
  commitOffset(): Promise<void>;
  /** Since when such an offset waits; undefined for none. */
  offsetWaitsSince(): number | undefined;
  /** Waits until everything taken is committed and applied. */
  settle(): Promise<void>;
  /** Restores the store if it was found elsewhere than it must be; otherwise does nothing. */
  repair(): Promise<void>;
  isStoreLost(): boolean;
  /** Whether a commit failed: what was taken is dropped, and the partition must be taken over anew. */
  isBroken(): boolean;
  close(): Promise<void>;
  /** Latest timestamp of a record processed; the time by which states expire. */
  streamTime(): number | undefined;
};

/** A processor that owns nothing yet. */
export function createPartitionProcessor<V, S, T, Q, A>(
  deps: ProcessorDeps<V, S, T, Q, A>,
): PartitionProcessor {
  const { program, partition, settings, at, now, report, signal } = deps;
  const cache = createStateCache<S>(settings.cacheBytes);
  const timers = createTimerWindow(settings.timerWindow);
  const tracked = trackedStore(deps, cache, timers);
  const writer = createTransactionWriter(deps);
  /** A transaction that failed leaves its producer unusable and its outcome open: only a new takeover tells. */
  const orBroken = async <R>(writing: Promise<R>): Promise<R> => {
    try {
      return await writing;
    } catch (thrown) {
      isBroken = true;
      throw thrown;
    }
  };
  // The next offset of the input: read, stepped and on its way to be committed.
  let position = 0n;
  let committing: Promise<void> = Promise.resolve();
  let offsetWaitsSince: number | undefined;
  let streamTime: number | undefined;
  let isBroken = false;

  const settle = async (): Promise<void> => {
    await committing;
    await tracked?.settle();
  };

  const restore = async (): Promise<void> => {
    if (tracked === undefined) return;
    const startedAt = now();
    const marker = await orBroken(writer.writeMarker(position));
    const records = await tracked.restore(marker);
    report.restored({ partition, records, durationMs: now() - startedAt });
  };

  /** A lost store is restored before anything is read from it; the marker proves that the partition is still ours. */
  const repair = async (): Promise<void> => {
    if (tracked?.isLost() !== true) return;
    await settle();
    await restore();
  };

  /** Steps inputs, then hands what they write to the commit that follows the one under way. */
  const run = async (
    items: readonly BatchItem<V>[],
    {
      nextOffset,
      attempts,
      tables,
    }: {
      readonly nextOffset: (taken: number) => bigint;
      readonly attempts: number;
      readonly tables: T;
    },
  ): Promise<number> => {
    const startedAt = now();
    const states = createBatchStates(program.topology.store, cache, async keys => {
      if (tracked === undefined) return new Map();
      return tracked.load(keys);
    });
    at('before-load');
    await loadAhead(items, { topology: program.topology, states, tables });
    at('after-load');
    const spans = startSpans(program, items);
    at('before-step');
    const steppedAt = now();
    const { maxProduceBytes, maxTransactionBytes: maxBytes, askConcurrency } = settings;
    const scope = { program, states, tables, partition, attempts, maxProduceBytes };
    const taken = await stepBatch(scope, items, { maxBytes, askConcurrency, signal });
    at('after-step');
    const stepped = items.slice(0, taken);
    const plan = planBatch(program, { items: stepped, states, partition, attempts });
    const facts = batchFacts(stepped, plan.records, now() - steppedAt);
    deps.bugGuard.note(facts.bugs, now());

    await committing;
    position = nextOffset(taken);
    streamTime = Math.max(streamTime ?? 0, facts.newest ?? 0);
    cache.hold(plan.entries);
    for (const { key, dueAt, had } of plan.timerChanges) timers.set(key, dueAt, had);
    committing = (async (offset: bigint) => {
      const changelogOffset =
        plan.records.length > 0 ? await orBroken(writer.write(plan.records, offset)) : undefined;
      if (plan.records.length > 0) offsetWaitsSince = undefined;
      else if (facts.records > 0) offsetWaitsSince ??= now();
      if (plan.updates.length > 0 || plan.doneTimers.length > 0) {
        await tracked?.apply({ ...plan, to: changelogOffset });
      }
      endSpans(spans);
      report.committed({ ...facts, durationMs: now() - startedAt, committedAt: now() });
    })(position);
    // Whoever waits for it next throws what it throws.
    committing.catch(() => {});
    return taken;
  };

  return {
    async acquire() {
      at('before-fence');
      await deps.transactions.fence();
      at('after-fence');
      const committed = await deps.transactions.committedOffset();
      position = await deps.startAt(committed);
      if (tracked !== undefined) await restore();
      else if (committed !== position) await writer.write([], position);
      return position;
    },
    async take(records, nextOffset, attempts) {
      await repair();
      const batch = records.slice(0, settings.maxTransactionRecords);
      const tables = program.tables();
      const items = await decodeRecords(program, batch, { partition, tables });
      return run(items, { nextOffset: taken => records[taken]?.offset ?? nextOffset, attempts, tables });
    },
    async fireTimers(attempts) {
      await repair();
      if (timers.needsFill()) {
        await settle();
        await tracked?.fillTimers();
      }
      const due = timers.due(now(), settings.maxTransactionRecords);
      if (due.length === 0) return 0;
      const items = due.map(({ key, dueAt }) => pendingItem<V>({ kind: 'timer', key, dueAt }));
      return run(items, { nextOffset: () => position, attempts, tables: program.tables() });
    },
    nextTimerAt: () => timers.earliest() ?? (timers.needsFill() ? now() : undefined),
    timerCount: () => timers.count(),
    async commitOffset() {
      await committing;
      if (offsetWaitsSince === undefined) return;
      await orBroken(writer.write([], position));
      offsetWaitsSince = undefined;
    },
    offsetWaitsSince: () => offsetWaitsSince,
    settle,
    repair,
    isStoreLost: () => tracked?.isLost() ?? false,
    isBroken: () => isBroken,
    close: async () => deps.transactions.close(),
    streamTime: () => streamTime,
  };
}

function trackedStore<V, S, T, Q, A>(
  deps: ProcessorDeps<V, S, T, Q, A>,
  cache: ReturnType<typeof createStateCache<S>>,
  timers: ReturnType<typeof createTimerWindow>,
): ReturnType<typeof createTrackedStore<S>> | undefined {
  const { program, state, partition, at, signal, settings } = deps;
  const { store: definition } = program.topology;
  const codec = program.codecs.state;
  if (definition === undefined || codec === undefined || state === undefined) return undefined;
  const { store, changelog } = state;
  const { timerWindow } = settings;
  return createTrackedStore({
    definition,
    codec,
    store,
    changelog,
    partition,
    at,
    signal,
    cache,
    timers,
    timerWindow,
  });
}
