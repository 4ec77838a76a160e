import type { PassingEvent } from './passing-event.ts';
import { timeOfId } from './passing-event.ts';

/** The newest events of every source, within a bound for each and one for all together. */
export type RecentEvents = {
  readonly add: (event: PassingEvent) => void;
  /** What was there at the start has been added; what is added from now on passes now. */
  caughtUp(): void;
  /** Of one source, the oldest first. */
  of(sourceId: string): readonly PassingEvent[];
  /** Of one source, those that came after the one with this id; from its time on, where it is not there any more. */
  after(sourceId: string, id: string): Continuation;
  /** Bytes held, over all sources. */
  bytes(): number;
};

/** What follows an event. */
export type Continuation = {
  readonly events: readonly PassingEvent[];
  /** Whether some in between may be gone already. */
  readonly hasGap: boolean;
};

type Limits = {
  /** Events of one source. */
  readonly perSource: number;
  /** Bytes of all sources. */
  readonly maxBytes: number;
};

/**
 * `arrival` counts up; by it, unlike by time, nothing that comes late is missed. What was there at the start has 0: its topics were read
 * one after the other, whenever its events had passed.
 */
type Kept = { readonly event: PassingEvent; readonly arrival: number };

type Ring = { readonly kept: Kept[]; bytes: number };

/** What an event costs besides its bytes. */
const OVERHEAD_BYTES = 400;

/** Keeps nothing yet. */
export function createRecentEvents({ perSource, maxBytes }: Limits): RecentEvents {
  const rings = new Map<string, Ring>();
  let arrivals = 0;
  let isCaughtUp = false;
  let bytes = 0;

  const dropOldest = (ring: Ring): void => {
    const oldest = ring.kept.shift();
    if (oldest === undefined) return;
    ring.bytes -= sizeOf(oldest.event);
    bytes -= sizeOf(oldest.event);
    if (ring.kept.length === 0) rings.delete(oldest.event.sourceId);
  };

  return {
    add(event) {
      const ring = rings.get(event.sourceId) ?? { kept: [], bytes: 0 };
      rings.set(event.sourceId, ring);
      if (isCaughtUp) arrivals += 1;
      insertByTime(ring.kept, { event, arrival: arrivals });
      ring.bytes += sizeOf(event);
      bytes += sizeOf(event);
      if (ring.kept.length > perSource) dropOldest(ring);
      // A source that sends much must not push out one that sends little.
      while (bytes > maxBytes) dropOldest(largest(rings.values(), ring));
    },
    caughtUp() {
      isCaughtUp = true;
    },
    of: sourceId => (rings.get(sourceId)?.kept ?? []).map(({ event }) => event),
    after(sourceId, id) {
      const { kept } = rings.get(sourceId) ?? { kept: [] };
      const last = kept.find(({ event }) => event.id === id);
      if (last !== undefined) {
        const later = kept.filter(one => cameAfter(one, last));
        return { events: later.map(({ event }) => event), hasGap: false };
      }
      const time = timeOfId(id) ?? 0;
      const events = kept.flatMap(({ event }) => (event.passedAt >= time ? [event] : []));
      return { events, hasGap: events.length === kept.length };
    },
    bytes: () => bytes,
  };
}

function cameAfter(one: Kept, last: Kept): boolean {
  if (one.arrival > 0 || last.arrival > 0) return one.arrival > last.arrival;
  return one !== last && one.event.passedAt >= last.event.passedAt;
}

/** Events of two topics come nearly in order; the place of one is near the end. */
function insertByTime(kept: Kept[], one: Kept): void {
  let at = kept.length;
  while (at > 0 && (kept[at - 1]?.event.passedAt ?? 0) > one.event.passedAt) at -= 1;
  kept.splice(at, 0, one);
}

function largest(rings: Iterable<Ring>, first: Ring): Ring {
  let found = first;
  for (const ring of rings) if (ring.bytes > found.bytes) found = ring;
  return found;
}

function sizeOf({ value }: PassingEvent): number {
  return value.length + OVERHEAD_BYTES;
}
