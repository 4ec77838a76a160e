import { setTimeout as sleep } from 'node:timers/promises';

import type { EpochMillis } from '@millrace/domain';

import type { LiveEvents } from './live-events.ts';
import type { PassingEvent } from './passing-event.ts';
import { createRateBudget } from './rate-budget.ts';
import type { Facts } from './telemetry.ts';

/** Who is told of events that pass. */
export type PassingListener = {
  /** Events of one partition, in order; what follows is read when the promise resolves. */
  onEvents(topic: string, events: readonly PassingEvent[]): Promise<void>;
  /** Records were passed over, because reading could not keep up. */
  onSkipped(topic: string, records: number): void;
};

type Deps = {
  readonly live: Pick<LiveEvents, 'pass' | 'skipped'>;
  readonly facts: Pick<Facts, 'read' | 'skipped'>;
  /** Events read in a second, at most. */
  readonly readRate: number;
  readonly now: () => EpochMillis;
  readonly signal: AbortSignal;
};

/** Gives what passes to whoever looks, at a bounded rate. */
export function createReadAlong({ live, facts, readRate, now, signal }: Deps): PassingListener {
  const budget = createRateBudget(readRate);
  return {
    async onEvents(topic, events) {
      for (const event of events) live.pass(event);
      facts.read(topic, events.length, now() - (events.at(-1)?.passedAt ?? now()));
      await sleep(budget.borrow(events.length, now()), undefined, { signal }).catch(() => undefined);
    },
    onSkipped(topic, records) {
      live.skipped(records);
      facts.skipped(topic, records);
    },
  };
}
