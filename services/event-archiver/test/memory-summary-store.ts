import type { SummaryStore } from '../src/summaries/summary-store.ts';
import { joined, type Tally } from '../src/summaries/summary.ts';

/** A store that behaves as ClickHouse does, and fails when told to. */
export type MemorySummaryStore = SummaryStore & {
  /** Events archived: name by offset. */
  readonly archive: Map<number, string>;
  /** Sum of events by name. */
  sums(): Readonly<Record<string, number>>;
  readonly tokens: string[];
  /** What happens to the next additions. */
  readonly mishaps: ('away' | 'reply-lost' | 'token-without-rows' | 'none')[];
  /** Called before each addition. */
  beforeAdd: () => Promise<void>;
};

/** Makes an empty store of one partition. */
export function createMemorySummaryStore(): MemorySummaryStore {
  const archive = new Map<number, string>();
  const added: { readonly tallies: readonly Tally[]; readonly to: number }[] = [];
  const remembered = new Set<string>();
  const tokens: string[] = [];
  const mishaps: MemorySummaryStore['mishaps'] = [];
  const sums = (): Record<string, number> => {
    const totals: Record<string, number> = {};
    for (const { event, events } of added.flatMap(({ tallies }) => tallies))
      totals[event] = (totals[event] ?? 0) + events;
    return totals;
  };

  const store: MemorySummaryStore = {
    archive,
    sums,
    tokens,
    mishaps,
    beforeAdd: () => Promise.resolve(),
    position: async () => (added.length === 0 ? undefined : Math.max(...added.map(({ to }) => to))),
    firstOffset: async () => (archive.size === 0 ? undefined : Math.min(...archive.keys())),
    async tally(_summary, { from, to }) {
      const names = [...archive].filter(([offset]) => offset >= from && offset <= to).map(([, name]) => name);
      const tallies = [...Map.groupBy(names, name => name)].map(([event, { length: events }]) => ({
        sourceId: 'web',
        type: 'track',
        event,
        detail: [''],
        events,
        firstSeenAt: 0,
        lastSeenAt: 0,
      }));
      const known = Object.keys(sums()).map(event => joined(['track', event]));
      return { tallies, known: new Map([['web', { names: new Set(known), count: known.length }]]) };
    },
    async add(_summary, { tallies, stretch, token }) {
      await store.beforeAdd();
      tokens.push(token);
      const mishap = mishaps.shift() ?? 'none';
      if (mishap === 'away') throw new Error('away');
      if (!remembered.has(token) && mishap !== 'token-without-rows') added.push({ tallies, to: stretch.to });
      remembered.add(token);
      if (mishap === 'reply-lost') throw new Error('the reply is lost');
    },
  };
  return store;
}
