import type { Telemetry } from '@millrace/telemetry';

import type { ArchiveStore } from './archive-store.ts';
import type { BlockLimits } from './blocks/block-cutter.ts';
import type { CrashPoint } from './crash-points.ts';
import type { DeadLetter } from './dead-letter.ts';
import {
  createPartitionArchiver,
  type ArchiverDeps,
  type Claim,
  type PartitionArchiver,
} from './partition-archiver.ts';
import type { CodecSource, Feed, RowReader } from './rows/feed.ts';
import { createReport } from './telemetry.ts';
import type { Patience } from './until-done.ts';

/** This process's place in the consumer group. */
export type Membership = {
  held(): readonly { readonly topic: string; readonly partition: number; readonly lag: number }[];
  isJoined(): boolean;
  isLive(): boolean;
  /** Lets each partition finish, then leaves. */
  stop(): Promise<void>;
};

type Options = {
  readonly feeds: readonly Feed[];
  readonly codecs: CodecSource;
  readonly store: ArchiveStore;
  readonly sendDeadLetters: (letters: readonly DeadLetter[]) => Promise<void>;
  readonly origin: ArchiverDeps['origin'];
  /** Joins the consumer group; `open` is called for each partition that this process is given. */
  readonly join: (open: (claim: Claim) => PartitionArchiver) => Promise<Membership>;
  readonly telemetry: Telemetry;
  readonly limits: BlockLimits;
  readonly maxRefused: number;
  readonly pause: Patience['pause'];
  /** Told of what is archived for good; nobody by default. */
  readonly archived?: ArchiverDeps['archived'];
  /** Called at each crash point; nothing by default. */
  readonly reached?: (point: CrashPoint) => void;
};

/** Archives the feeds' topics, as one of possibly several processes that share their partitions. */
export async function runArchiver(options: Options): Promise<Membership> {
  const { feeds, codecs, store, sendDeadLetters, origin, telemetry, limits, maxRefused, pause } = options;
  const readers = new Map<string, RowReader>();
  for (const feed of feeds) readers.set(feed.topic.name, await feed.open(codecs));

  let membership: Membership | undefined = undefined;
  const report = createReport(telemetry, () =>
    heldBy(membership).map(({ lag, ...place }) => ({ ...place, records: lag })),
  );
  const { reached = () => undefined, archived = () => undefined } = options;
  const common = {
    store,
    sendDeadLetters,
    origin,
    limits,
    maxRefused,
    pause,
    now: Date.now,
    report,
    archived,
    reached,
  };

  const joined = await options.join(claim => {
    const reader = readers.get(claim.topic);
    if (reader === undefined) throw new Error(`topic ${claim.topic} is not archived`);
    return createPartitionArchiver(claim, { ...common, reader });
  });
  membership = joined;
  return joined;
}

function heldBy(membership: Membership | undefined): ReturnType<Membership['held']> {
  return membership?.held() ?? [];
}
