import { topics } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';

/** How often something was seen in a stretch of the log, and when first and last. */
export type Tally = {
  readonly sourceId: string;
  readonly type: string;
  readonly event: string;
  /** The rest of the key, in the order of the summary's own columns. */
  readonly detail: readonly string[];
  readonly events: number;
  readonly firstSeenAt: EpochMillis;
  readonly lastSeenAt: EpochMillis;
};

/** Names that are told apart already, by who owns them. */
export type KnownNames = ReadonlyMap<string, { readonly names: ReadonlySet<string>; readonly count: number }>;

/** Something that is summed up from a table of the archive. */
export type Summary = {
  readonly name: string;
  /** Topic whose records the rows are of: the log they are summed up along. */
  readonly topic: string;
  /** Table of the archive. */
  readonly from: string;
  /** Table of the sums. */
  readonly into: string;
  /** Columns of a tally's detail. */
  readonly detailColumns: readonly string[];
  /** Files in queries/. */
  readonly queries: { readonly sumUp: string; readonly findKnown: string };
  /** Names of one owner that are told apart, at most. */
  readonly maxNames: number;
  /** What names are counted by, and the name. */
  readonly owner: (tally: Tally) => readonly string[];
  readonly names: (tally: Tally) => readonly string[];
  /** What becomes of a tally whose name is one too many; undefined leaves it out. */
  readonly overflow: (tally: Tally) => Tally | undefined;
};

const countsOfEvents = {
  into: 'seen_events',
  detailColumns: ['reason'],
  maxNames: 4_000,
  owner: ({ sourceId }: Tally) => [sourceId],
  names: ({ type, event }: Tally) => [type, event],
  // Still counted, all together.
  overflow: (tally: Tally) => ({ ...tally, type: '', event: '' }),
};

/** Everything that is summed up. */
export const summaries: readonly Summary[] = [
  {
    name: 'allowed-events',
    topic: topics.profilesActivity.name,
    from: 'events',
    ...countsOfEvents,
    queries: { sumUp: 'sum-up-allowed-events.sql', findKnown: 'find-known-events.sql' },
  },
  {
    name: 'blocked-events',
    topic: topics.eventsBlocked.name,
    from: 'blocked_events',
    ...countsOfEvents,
    queries: { sumUp: 'sum-up-blocked-events.sql', findKnown: 'find-known-events.sql' },
  },
  {
    name: 'properties',
    topic: topics.profilesActivity.name,
    from: 'events',
    into: 'seen_properties',
    detailColumns: ['path', 'json_type'],
    queries: { sumUp: 'sum-up-properties.sql', findKnown: 'find-known-properties.sql' },
    maxNames: 300,
    owner: ({ sourceId, type, event }) => [sourceId, type, event],
    names: ({ detail: [path = ''] }) => [path],
    overflow: () => undefined,
  },
];

/** One text of several, for keys. */
export function joined(parts: readonly string[]): string {
  return parts.join('\n');
}

/** The tallies of a stretch with no more names told apart than the summary allows; those that were known come first, then the more frequent. */
export function withinLimit(
  summary: Summary,
  tallies: readonly Tally[],
  known: KnownNames,
): readonly Tally[] {
  const { maxNames, owner, names, overflow } = summary;
  return [...Map.groupBy(tallies, tally => joined(owner(tally)))].flatMap(([ownerKey, owned]) => {
    const before = known.get(ownerKey) ?? { names: new Set<string>(), count: 0 };
    const added = new Set<string>();
    return owned
      .toSorted((one, other) => other.events - one.events)
      .flatMap(tally => {
        const name = joined(names(tally));
        if (before.names.has(name) || added.has(name)) return tally;
        if (before.count + added.size >= maxNames) return overflow(tally) ?? [];
        added.add(name);
        return tally;
      });
  });
}
