import type { OutgoingRecord, PartitionTransactions } from '@millrace/kafka';
import { BugError } from '@millrace/errors';

import type { AtCrashPoint } from './crash-points.ts';
import { produceWaves } from './produce-waves.ts';
import { OWNER_MARKER_KEY } from './reserved-keys.ts';
import type { RuntimeSettings } from './settings.ts';

/** Writes the transactions of a partition, one after another. */
export type TransactionWriter = {
  /**
   * Writes records and the input's next offset, all or nothing. Returns the offset of the last changelog record; undefined
   * where there was none.
   */
  write(records: readonly OutgoingRecord[], nextOffset: bigint): Promise<bigint | undefined>;
  /** Marks the changelog's end as this owner's and returns the marker's offset. Throws FencedError where it is another's. */
  writeMarker(nextOffset: bigint): Promise<bigint>;
};

type Deps = {
  readonly program: {
    readonly topology: { readonly store?: { readonly changelog: { readonly name: string } } | undefined };
  };
  readonly partition: number;
  readonly transactions: PartitionTransactions;
  readonly settings: Pick<RuntimeSettings, 'maxProduceBytes'>;
  readonly at: AtCrashPoint;
};

/** A writer over the partition's transactions. */
export function createTransactionWriter({
  program,
  partition,
  transactions,
  settings,
  at,
}: Deps): TransactionWriter {
  const changelog = program.topology.store?.changelog.name;

  const write = async (
    records: readonly OutgoingRecord[],
    nextOffset: bigint,
  ): Promise<bigint | undefined> => {
    const transaction = await transactions.begin();
    at('before-offset');
    await transaction.sendOffset(nextOffset);
    at('after-offset');
    let changelogOffset: bigint | undefined;
    at('before-records');
    for (const wave of produceWaves(records, settings.maxProduceBytes)) {
      for (const written of await transaction.send(wave)) {
        if (written.topic === changelog && written.partition === partition)
          changelogOffset = written.lastOffset;
      }
    }
    at('after-records');
    at('before-commit');
    await transaction.commit();
    at('after-commit');
    return changelogOffset;
  };

  return {
    write,
    async writeMarker(nextOffset) {
      if (changelog === undefined)
        throw new BugError('unexpected-error', 'a program without a store has no changelog');
      const marker = { topic: changelog, partition, key: OWNER_MARKER_KEY, value: null, headers: {} };
      at('before-marker');
      const offset = await write([marker], nextOffset);
      at('after-marker');
      if (offset === undefined)
        throw new BugError('unexpected-error', 'the marker was written without an offset');
      return offset;
    },
  };
}
