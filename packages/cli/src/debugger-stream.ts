import { setTimeout as sleep } from 'node:timers/promises';

import { createParser, type EventSourceMessage } from 'eventsource-parser';

import type { DebuggerConnection } from './connection.ts';
import { failureReason } from './failure-reason.ts';

/** What comes out of the debugger's stream. */
export type StreamItem =
  | { readonly kind: 'event'; readonly id: string; readonly text: string }
  | { readonly kind: 'notice'; readonly name: string; readonly text: string }
  /** The connection is gone and is made again. */
  | { readonly kind: 'away'; readonly reason: string }
  /** There will be no stream: it was refused, or could not be had at the first attempt. */
  | { readonly kind: 'refused'; readonly status: number | undefined; readonly reason: string };

/** Which events are wanted. */
export type StreamWish = {
  readonly source: string;
  readonly query: Readonly<Record<string, string>>;
};

/** The heartbeats of the debugger come more often; a connection that is silent for so long is dead. */
const SILENCE_MS = 45_000;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;
const REMEMBERED_IDS = 2_000;

/**
 * The events of a source as they pass, through broken connections: what passed in between is asked for by the id of the last one,
 * and what comes twice is left out. Ends when the signal aborts, or with a refusal.
 */
export async function* debuggerStream(
  connection: DebuggerConnection,
  wish: StreamWish,
  { signal, after }: { readonly signal: AbortSignal; readonly after: LastEvent },
): AsyncGenerator<StreamItem, undefined> {
  // Asked anew each time: it changes while something is waited for.
  const hasEnded = (): boolean => signal.aborted;
  let pauseMs = FIRST_PAUSE_MS;
  for (;;) {
    const attempt = await connect(connection, wish, { signal, lastId: after.id });
    if (hasEnded()) return;
    if (attempt.kind === 'refused' && (attempt.isFinal || after.id === undefined)) {
      yield { kind: 'refused', status: attempt.status, reason: attempt.reason };
      return;
    }
    if (attempt.kind === 'connected') {
      pauseMs = FIRST_PAUSE_MS;
      yield* itemsOf(attempt.messages, after);
    }
    if (hasEnded()) return;
    yield { kind: 'away', reason: attempt.kind === 'refused' ? attempt.reason : 'the connection ended' };
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(MAX_PAUSE_MS, 2 * pauseMs);
  }
}

/** The event that was shown last, and the ids of some before it. */
export type LastEvent = {
  /** Empty where a stream has begun and nothing had passed before; undefined before one has. */
  readonly id: string | undefined;
  /** The stream has begun; with the id of the newest event that had passed by then, shown or not. */
  begin(newest: string | undefined): void;
  /** Whether the event is new. */
  isNew(id: string): boolean;
};

/** Nothing was shown yet. */
export function createLastEvent(): LastEvent {
  const seen = new Set<string>();
  let last: string | undefined;
  return {
    get id() {
      return last;
    },
    begin(newest) {
      last = newest ?? last ?? '';
    },
    isNew(id) {
      if (seen.has(id)) return false;
      seen.add(id);
      last = id;
      for (const oldest of seen) {
        if (seen.size <= REMEMBERED_IDS) break;
        seen.delete(oldest);
      }
      return true;
    },
  };
}

async function* itemsOf(
  messages: AsyncIterable<EventSourceMessage>,
  after: LastEvent,
): AsyncGenerator<StreamItem, undefined> {
  for await (const { id, event, data } of messages) {
    if (event !== undefined) {
      if (event === 'live') after.begin(id);
      yield { kind: 'notice', name: event, text: data };
    } else if (id !== undefined && after.isNew(id)) {
      yield { kind: 'event', id, text: data };
    }
  }
}

type Attempt =
  | { readonly kind: 'connected'; readonly messages: AsyncIterable<EventSourceMessage> }
  | {
      readonly kind: 'refused';
      readonly status: number | undefined;
      readonly reason: string;
      /** Asking again would not help. */
      readonly isFinal: boolean;
    };

async function connect(
  { url, token }: DebuggerConnection,
  { source, query }: StreamWish,
  { signal, lastId }: { readonly signal: AbortSignal; readonly lastId: string | undefined },
): Promise<Attempt> {
  // A watchdog of its own: fetch knows no limit between two pieces of a body.
  const watchdog = createWatchdog(signal);
  const wanted = new URLSearchParams(query);
  // Nothing had passed when the stream began: whatever has passed by now is new.
  if (lastId === '') wanted.delete('last');
  try {
    const response = await fetch(`${url}/sources/${encodeURIComponent(source)}/events?${wanted.toString()}`, {
      headers: { authorization: `Bearer ${token}`, ...(lastId && { 'last-event-id': lastId }) },
      signal: watchdog.signal,
    });
    if (response.status === 200 && response.body !== null) {
      return { kind: 'connected', messages: messagesOf(response.body, watchdog) };
    }
    watchdog.end();
    const isFinal = response.status < 500 && response.status !== 429;
    return { kind: 'refused', status: response.status, reason: await refusalText(response), isFinal };
  } catch (error) {
    watchdog.end();
    return { kind: 'refused', status: undefined, reason: failureReason(error), isFinal: false };
  }
}

async function* messagesOf(
  body: ReadableStream<Uint8Array>,
  watchdog: Watchdog,
): AsyncGenerator<EventSourceMessage, undefined> {
  const ready: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => ready.push(message) });
  const decoder = new TextDecoder();
  try {
    for await (const piece of body) {
      watchdog.reset();
      parser.feed(decoder.decode(piece, { stream: true }));
      yield* ready.splice(0);
    }
  } catch {
    // A connection that breaks is made again, whatever broke it.
  } finally {
    watchdog.end();
  }
}

type Watchdog = { readonly signal: AbortSignal; reset(): void; end(): void };

function createWatchdog(signal: AbortSignal): Watchdog {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), SILENCE_MS);
  return {
    signal: AbortSignal.any([signal, silent.signal]),
    reset: () => void timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

async function refusalText(response: Response): Promise<string> {
  const text = await response.text().catch(() => '');
  try {
    const { errors } = JSON.parse(text) as { readonly errors?: readonly { readonly message?: string }[] };
    return errors?.[0]?.message ?? text;
  } catch {
    return `it replied with status ${response.status}, not as a source debugger does`;
  }
}
