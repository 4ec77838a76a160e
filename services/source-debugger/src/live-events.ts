import type { EventStream, Open } from './event-stream.ts';
import type { OpenedEvent, PassingEvent } from './passing-event.ts';
import type { Continuation, RecentEvents } from './recent-events.ts';

/** Gives events that pass to the streams of their source, and keeps the newest for streams that come later. */
export type LiveEvents = {
  readonly pass: (event: PassingEvent) => void;
  /** Records of the topics were passed over, whosever they were. */
  skipped(records: number): void;
  /** Begins a stream: with what came after an event, else with the newest. Returns how it ends. */
  join(
    stream: EventStream,
    wish: { readonly sourceId: string; readonly afterId: string | undefined },
  ): () => void;
  streams(): number;
  /** Lets every stream report what it left out. */
  report(): void;
  beat(): void;
};

/** Nobody reads yet. */
export function createLiveEvents({
  recent,
  open,
}: {
  readonly recent: RecentEvents;
  readonly open: Open;
}): LiveEvents {
  const bySource = new Map<string, Set<EventStream>>();
  const all = new Set<EventStream>();

  return {
    pass(event) {
      recent.add(event);
      const streams = bySource.get(event.sourceId);
      if (streams === undefined) return;
      const openShared = openingOnce(open);
      for (const stream of streams) stream.offer(event, openShared);
    },
    skipped(records) {
      for (const stream of all) stream.skipped(records);
    },
    join(stream, { sourceId, afterId }) {
      const { events, hasGap } = beginning(recent, sourceId, afterId);
      stream.begin(events, { hasGap });
      const streams = bySource.get(sourceId) ?? new Set();
      bySource.set(sourceId, streams.add(stream));
      all.add(stream);
      return () => {
        all.delete(stream);
        streams.delete(stream);
        if (streams.size === 0) bySource.delete(sourceId);
      };
    },
    streams: () => all.size,
    report() {
      for (const stream of all) stream.report();
    },
    beat() {
      for (const stream of all) stream.beat();
    },
  };
}

function beginning(recent: RecentEvents, sourceId: string, afterId: string | undefined): Continuation {
  return afterId === undefined
    ? { events: recent.of(sourceId), hasGap: false }
    : recent.after(sourceId, afterId);
}

/** However many streams look at an event as it passes, it is decoded once. */
function openingOnce(open: Open): Open {
  let opened: { readonly event: OpenedEvent | undefined } | undefined;
  return event => (opened ??= { event: open(event) }).event;
}
