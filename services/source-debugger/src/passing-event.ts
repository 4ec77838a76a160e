import type { Event } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';

/** What became of an event at the validator. */
export type Status = 'allowed' | 'blocked';

/** An event as it passes, unopened: what its record's headers say, and its bytes. */
export type PassingEvent = {
  readonly id: string;
  readonly status: Status;
  readonly sourceId: string;
  readonly type: string;
  /** Name of a track event. */
  readonly eventName: string | undefined;
  /** Timestamp of the record. */
  readonly passedAt: EpochMillis;
  readonly value: Buffer;
};

/** An event that was opened. */
export type OpenedEvent = {
  readonly event: Event;
  /** Why it did not get in; undefined where it did. */
  readonly block: Block | undefined;
};

/** Why an event did not get in. */
type Block = {
  /** Which check stopped it: `ingest` means that the call itself was not sound. */
  readonly stage: string;
  readonly reason: string;
  /** What was wrong and what to do, for people. */
  readonly detail: string | null;
};

const letters = { allowed: 'a', blocked: 'b' } as const satisfies Record<Status, string>;

/** Where a record lies, and when it was written. */
type Place = {
  readonly status: Status;
  readonly passedAt: EpochMillis;
  readonly partition: number;
  readonly offset: bigint;
};

/** The id by which a reader says how far they have come. The same record has the same id in every process. */
export function passingId({ status, passedAt, partition, offset }: Place): string {
  return `${passedAt}-${letters[status]}${partition}-${offset}`;
}

/** When the event of an id passed; undefined for what is no id. */
export function timeOfId(id: string): EpochMillis | undefined {
  const [, time] = /^(\d{1,15})-[ab]\d+-\d+$/.exec(id) ?? [];
  return time === undefined ? undefined : Number(time);
}
