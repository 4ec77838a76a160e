import { TransientError } from '@millrace/errors';
import type { ChangelogReader, StoredRecord } from '@millrace/kafka';
import type { PartitionStore, StateUpdate } from '@millrace/redis';
import type { Codec } from '@millrace/schema-registry';
import type { StoreDefinition } from '@millrace/stream';

import type { AtCrashPoint } from './crash-points.ts';
import { OWNER_MARKER_KEY } from './reserved-keys.ts';

/** What a restore needs. */
export type RestoreDeps<S> = {
  readonly definition: StoreDefinition<S>;
  readonly codec: Codec<S>;
  readonly store: PartitionStore;
  readonly changelog: ChangelogReader;
  readonly partition: number;
  readonly at: AtCrashPoint;
  readonly signal: AbortSignal;
};

/**
 * Brings the store to the end of the changelog, which is the owner's marker, and returns the number of records read. What the store
 * holds is always a committed prefix of the changelog, so it goes on from where it stands, be it nothing. Throws
 * TransientError where someone else moves the store meanwhile.
 */
export async function restoreStore<S>(deps: RestoreDeps<S>, marker: bigint): Promise<number> {
  const { store, changelog, partition, at, signal } = deps;
  at('before-restore');
  let position = await startOf(store, marker);
  let count = 0;
  const advance = async (to: bigint, updates: readonly StateUpdate[]): Promise<void> => {
    if (!(await store.apply({ from: position, to, updates }))) throw storeMoved(position);
    position = to;
  };

  if (hasRecordsBetween(position, marker)) {
    const onRecords = async (records: readonly StoredRecord[]): Promise<void> => {
      const last = records.at(-1);
      if (last === undefined) return;
      count += records.length;
      await advance(last.offset + 1n, await updatesOf(deps, records));
      at('during-restore');
    };
    await changelog.read({ partition, from: position ?? 0n, through: marker, onRecords, signal });
  }
  if (position === undefined || position <= marker) await advance(marker + 1n, []);
  at('after-restore');
  return count;
}

/** The store stands elsewhere than its owner left it. */
export function storeMoved(expected: bigint | undefined): TransientError {
  return new TransientError('store-moved', `store is not at changelog offset ${expected ?? 'none'} any more`);
}

/** Where the store stands. One that stands behind the end belongs to an earlier topic of this name, and is emptied. */
async function startOf(store: PartitionStore, marker: bigint): Promise<bigint | undefined> {
  const { position } = await store.load([]);
  if (position === undefined || position <= marker) return position;
  if (!(await store.clear(position))) throw storeMoved(position);
  return undefined;
}

/**
 * Between a store that is up to date and the marker lies only the control record of the last transaction. Where a record
 * is missing, its transaction's control record lies there too.
 */
function hasRecordsBetween(position: bigint | undefined, marker: bigint): boolean {
  return marker - (position ?? 0n) > 1n;
}

async function updatesOf<S>(
  { definition, codec }: RestoreDeps<S>,
  records: readonly StoredRecord[],
): Promise<readonly StateUpdate[]> {
  const latest = new Map<string, Buffer | null>();
  for (const { key, value } of records) {
    const text = key?.toString('utf8');
    if (text !== undefined && text !== OWNER_MARKER_KEY) latest.set(text, value);
  }
  const { dueAt } = definition;
  if (dueAt !== undefined) await codec.prepare([...latest.values()].filter(value => value !== null));
  return [...latest].map(([key, value]) =>
    value === null
      ? { key, bytes: undefined, dueAt: undefined }
      : { key, bytes: value, dueAt: dueAt?.(codec.decode(value)) },
  );
}
