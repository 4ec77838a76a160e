import { classifyError, FencedError, InvalidRecordError } from '@millrace/errors';
import type { EpochMillis } from '@millrace/domain';

import { completeBlock, insertBlock, type RefusedRecord } from './archive-block.ts';
import type { ArchiveStore } from './archive-store.ts';
import type { Block, BlockEntry, SourceRecord } from './blocks/block.ts';
import { createBlockCutter, type BlockLimits } from './blocks/block-cutter.ts';
import { encodePlan, unfinishedPlan } from './blocks/plan.ts';
import type { CrashPoint } from './crash-points.ts';
import { deadLetter, type DeadLetter } from './dead-letter.ts';
import type { RowReader } from './rows/feed.ts';
import type { Report } from './telemetry.ts';
import { untilDone, type Patience } from './until-done.ts';

/** A partition of a topic while this process holds it. */
export type Claim = {
  readonly topic: string;
  readonly partition: number;
  readonly committed: { readonly offset: number; readonly note: string };
  /** Aborts, with a FencedError, when the partition is given up. */
  readonly signal: AbortSignal;
  /** Commits a position; throws FencedError unless this process holds the partition. */
  commit(position: { readonly offset: number; readonly note: string }): Promise<void>;
};

/** Takes the records of a claimed partition. */
export type PartitionArchiver = {
  /** Takes records, in order; reading goes on at `next`. Waits while the archive is behind: at most one block is being written and one is open. */
  accept(records: readonly SourceRecord[], next: number): Promise<void>;
  /** Archives what was accepted. */
  finish(): Promise<void>;
};

/** What archiving a partition needs. */
export type ArchiverDeps = {
  readonly store: ArchiveStore;
  readonly reader: RowReader;
  readonly sendDeadLetters: (letters: readonly DeadLetter[]) => Promise<void>;
  readonly origin: { readonly deadLetters: string; readonly service: string; readonly version: string };
  readonly limits: BlockLimits;
  readonly maxRefused: number;
  readonly pause: Patience['pause'];
  readonly now: () => EpochMillis;
  readonly report: Report;
  /** Told of what is archived for good: every record of the partition before an offset. */
  readonly archived: (place: Pick<Claim, 'topic' | 'partition'>, next: number) => void;
  /** Called at each crash point; does nothing in production. */
  readonly reached: (point: CrashPoint) => void;
};

/**
 * Archives one partition, block after block. For each: the plan is committed, its rows inserted under its name, and its end
 * committed. Kafka takes commits from the partition's holder only, so nobody inserts a block that is not planned, and a
 * block that is planned is repeated exactly by whoever comes next; the store drops what it has.
 */
export function createPartitionArchiver(claim: Claim, deps: ArchiverDeps): PartitionArchiver {
  const { topic, partition, signal } = claim;
  const { reader, limits, now, report } = deps;
  const cutter = createBlockCutter({ topic, partition, limits, unfinished: unfinishedPlan(claim.committed) });
  let written: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  deps.archived({ topic, partition }, claim.committed.offset);

  const write = (block: Block): void => {
    written = written.then(() => writeBlock(block, claim, deps));
    // Whoever accepts or finishes next is told.
    written.catch((error: unknown) => {
      if (!(error instanceof FencedError)) report.failed(claim, classifyError(error));
    });
  };

  const armTimer = (): void => {
    const dueAt = cutter.dueAt();
    if (dueAt === undefined || timer !== undefined || signal.aborted) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        // A block that waits for its turn may as well grow.
        void written.then(writeDue, () => undefined);
      },
      Math.max(0, dueAt - now()),
    );
  };
  const writeDue = (): void => {
    const block = cutter.due(now());
    if (block !== undefined) write(block);
    armTimer();
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });

  return {
    async accept(records, next) {
      const values = records.flatMap(({ value }) => (value === null ? [] : [value]));
      await untilDone(async () => reader.prepare(values), patience(claim, deps), signal);
      report.recordsIn(records.length, topic);
      for (const [index, record] of records.entries()) {
        const entry = { ...entryOf(record, claim, reader), next: records[index + 1]?.offset ?? next };
        for (const block of cutter.add(entry, now())) {
          const previous = written;
          write(block);
          await previous;
        }
      }
      armTimer();
    },
    async finish() {
      clearTimeout(timer);
      const block = cutter.close();
      if (block !== undefined) write(block);
      await written;
    },
  };
}

function entryOf(
  source: SourceRecord,
  { topic, partition }: Claim,
  reader: RowReader,
): Omit<BlockEntry, 'next'> {
  if (source.value === null) return { source, bytes: 0 };
  const bytes = source.value.length;
  try {
    return { source, bytes, row: reader.read(source.value, { topic, partition, offset: source.offset }) };
  } catch (error) {
    if (!(error instanceof InvalidRecordError)) throw error;
    return { source, bytes, refusal: error };
  }
}

async function writeBlock(block: Block, claim: Claim, deps: ArchiverDeps): Promise<void> {
  const { reached, report, now } = deps;
  const { signal } = claim;
  const startedAt = now();
  const waiting = patience(claim, deps);
  const commit = (offset: number, note: string): Promise<void> =>
    untilDone(() => claim.commit({ offset, note }), waiting, signal);

  if (!block.isRepeat) {
    reached('before-plan');
    await commit(block.from, encodePlan(block));
    reached('after-plan');
  }
  reached('before-insert');
  const options = { store: deps.store, signal, maxRefused: deps.maxRefused };
  const refused = await untilDone(
    attempt => (block.isRepeat || attempt > 1 ? completeBlock(block, options) : insertBlock(block, options)),
    waiting,
    signal,
  );
  reached('after-insert');
  await writeDeadLetters(block, refused, claim, deps);
  reached('before-commit');
  await commit(block.next, '');
  reached('after-commit');
  deps.archived(block, block.next);
  report.blockDone(block, { refused: refused.length, startedAt, endedAt: now() });
}

async function writeDeadLetters(
  block: Block,
  refused: readonly RefusedRecord[],
  claim: Claim,
  deps: ArchiverDeps,
): Promise<void> {
  const origin = { ...deps.origin, topic: block.topic, partition: block.partition };
  const unreadable = block.entries.flatMap(({ source, refusal }) =>
    refusal === undefined ? [] : [{ source, error: refusal }],
  );
  const unwanted = refused.map(({ entry, error }) => ({ source: entry.source, error }));
  const all = [...unreadable, ...unwanted];
  if (all.length === 0) return;
  deps.reached('before-dead-letters');
  const letters = all.map(({ source, error }) => deadLetter(source, error, origin));
  await untilDone(() => deps.sendDeadLetters(letters), patience(claim, deps), claim.signal);
  deps.reached('after-dead-letters');
  deps.report.deadLetters(
    claim,
    all.map(({ error }) => error),
  );
}

function patience(claim: Claim, { pause, report }: ArchiverDeps): Patience {
  return { pause, onFailure: (error, attempt) => report.waiting(claim, error, attempt) };
}
