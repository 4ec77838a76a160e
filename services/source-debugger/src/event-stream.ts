import type { EpochMillis } from '@millrace/domain';

import { matches, mayMatch, type EventFilter } from './event-filter.ts';
import type { OpenedEvent, PassingEvent } from './passing-event.ts';
import { createRateBudget } from './rate-budget.ts';
import { heartbeat, serverSentEvent } from './server-sent-events.ts';
import { shownEvent } from './shown-event.ts';

/** Opens an event; undefined for bytes that are none. */
export type Open = (event: PassingEvent) => OpenedEvent | undefined;

/** The connection of one reader. */
type Reader = {
  write(text: string): void;
  /** Bytes written that the reader has not taken yet. */
  waitingBytes(): number;
};

/** What one reader may cost. */
export type StreamLimits = {
  /** Events looked into in a second, for a filter that needs it. */
  readonly lookRate: number;
  /** Events shown in a second. */
  readonly showRate: number;
  /** Bytes that may wait in the connection. */
  readonly maxWaitingBytes: number;
  /** Live events that may wait, unopened, for a reader who is slow. */
  readonly maxWaitingEvents: number;
};

/** Shows one reader the events they want. */
export type EventStream = {
  /** Shows what has passed, then says that the rest is live. */
  begin(recent: readonly PassingEvent[], facts: { readonly hasGap: boolean }): void;
  /** Shows an event that passes now, if it is wanted and the reader keeps up. */
  offer(event: PassingEvent, open: Open): void;
  /** Some events of the topics were not looked at by anybody. */
  skipped(records: number): void;
  /** Says what was left out since the last time; called about once a second. */
  report(): void;
  /** Shows that the connection is alive. */
  beat(): void;
  /** Goes on after the connection has taken what was written. */
  flush(): void;
};

type Options = {
  readonly filter: EventFilter;
  /** Past events shown at the beginning, at most. */
  readonly last: number;
  readonly reader: Reader;
  readonly open: Open;
  readonly limits: StreamLimits;
  readonly now: () => EpochMillis;
};

const NOTHING_LEFT_OUT = { tooFast: 0, slowReader: 0, load: 0 };

/** A stream over a connection. What waits is bounded; what does not fit is left out, and the reader is told how much. */
export function createEventStream({ filter, last, reader, open, limits, now }: Options): EventStream {
  const looks = createRateBudget(limits.lookRate);
  const shows = createRateBudget(limits.showRate);
  const waiting: (() => void)[] = [];
  let leftOut = { ...NOTHING_LEFT_OUT };

  const show = ({ id }: PassingEvent, text: string): void => reader.write(serverSentEvent(text, { id }));
  const notice = (name: string, facts: object, id?: string): void =>
    reader.write(serverSentEvent(JSON.stringify(facts), { name, ...(id !== undefined && { id }) }));
  const textOf = (event: PassingEvent, openThis: Open): string | undefined => {
    const opened = openThis(event);
    return opened !== undefined && matches(filter, opened) ? shownEvent(event, opened) : undefined;
  };
  const showLive = (event: PassingEvent, openThis: Open): void => {
    if (!looks.take(now())) {
      leftOut.tooFast += 1;
      return;
    }
    const text = textOf(event, openThis);
    if (text === undefined) return;
    if (shows.take(now())) show(event, text);
    else leftOut.tooFast += 1;
  };
  const flush = (): void => {
    while (waiting.length > 0 && reader.waitingBytes() <= limits.maxWaitingBytes) waiting.shift()?.();
  };

  return {
    begin(recent, { hasGap }) {
      if (hasGap) notice('gap', {});
      const found = recent.filter(event => mayMatch(filter, event) && textOf(event, open) !== undefined);
      const newest = last === 0 ? [] : found.slice(-last);
      // Opened once more when its turn comes: texts of all would be far more than what may wait.
      for (const event of newest) waiting.push(() => show(event, textOf(event, open) ?? ''));
      // Its id is where a reader goes on who is shown nothing before the connection breaks.
      waiting.push(() => notice('live', { shown: newest.length }, recent.at(-1)?.id));
      flush();
    },
    offer(event, openThis) {
      if (!mayMatch(filter, event)) return;
      if (waiting.length >= limits.maxWaitingEvents + last) {
        leftOut.slowReader += 1;
        return;
      }
      waiting.push(() => showLive(event, openThis));
      flush();
    },
    skipped(records) {
      leftOut.load += records;
    },
    report() {
      if (waiting.length > 0 || Object.values(leftOut).every(count => count === 0)) return;
      notice('sampled', leftOut);
      leftOut = { ...NOTHING_LEFT_OUT };
    },
    beat() {
      if (reader.waitingBytes() === 0) reader.write(heartbeat);
    },
    flush,
  };
}
