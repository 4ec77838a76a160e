import { headers, topics, type BlockedEvent, type ValidatedEvent } from '@millrace/contracts';
import type { EpochMillis } from '@millrace/domain';
import { classifyError, type MillraceError } from '@millrace/errors';
import {
  ensureTopics,
  tailTopics,
  type createKafka,
  type RawHeaders,
  type StoredRecord,
  type TopicTail,
} from '@millrace/kafka';
import type { Codec, Codecs } from '@millrace/schema-registry';
import type { Logger } from '@millrace/telemetry';

import type { Open } from '../event-stream.ts';
import type { PassingListener } from '../read-along.ts';
import { passingId, type OpenedEvent, type PassingEvent, type Status } from '../passing-event.ts';

/** Reads events that pass. */
export type PassingEvents = {
  /** Decodes an event; undefined for bytes that are none. */
  readonly open: Open;
  /** Begins to read; resolves once the backlog was given out. */
  tail(listener: PassingListener): Promise<TopicTail>;
};

type Deps = {
  readonly kafka: ReturnType<typeof createKafka>;
  readonly codecs: Codecs;
  readonly log: Logger;
  readonly onUnreadable: (error: MillraceError) => void;
  readonly tailing: { readonly backlog: number; readonly maxLag: number };
  readonly signal: AbortSignal;
};

const FETCH_BYTES = 64 * 1024;

/** Events that the validator let in or blocked, from the ends of its two topics. */
export async function readPassingEvents(deps: Deps): Promise<PassingEvents> {
  const { kafka, codecs, log, onUnreadable, tailing, signal } = deps;
  const allowed = await codecs.codecFor(topics.eventsValidated);
  const blocked = await codecs.codecFor(topics.eventsBlocked);
  const statuses: Readonly<Record<string, Status>> = {
    [topics.eventsValidated.name]: 'allowed',
    [topics.eventsBlocked.name]: 'blocked',
  };

  return {
    open(event) {
      try {
        return event.status === 'allowed' ? openAllowed(allowed, event) : openBlocked(blocked, event);
      } catch (thrown) {
        onUnreadable(classifyError(thrown));
        return undefined;
      }
    },
    async tail(listener) {
      const tailed = [topics.eventsValidated, topics.eventsBlocked];
      await ensureTopics({ kafka, topics: tailed, log, signal });
      return tailTopics({
        kafka,
        topics: tailed,
        ...tailing,
        fetchBytes: FETCH_BYTES,
        log,
        listener: {
          async onBatch(topic, partition, { records }) {
            const status = statuses[topic] ?? 'allowed';
            const codec = status === 'allowed' ? allowed : blocked;
            await codec.prepare(records.flatMap(({ value }) => (value === null ? [] : [value])));
            await listener.onEvents(topic, passingEvents(records, { status, partition }));
          },
          onSkipped: (topic, _partition, records) => listener.onSkipped(topic, records),
        },
      });
    },
  };
}

function openAllowed(codec: Codec<ValidatedEvent>, { value }: PassingEvent): OpenedEvent {
  return { event: codec.decode(value).event, block: undefined };
}

function openBlocked(codec: Codec<BlockedEvent>, { value }: PassingEvent): OpenedEvent {
  const { event, stage, reason, detail } = codec.decode(value);
  return { event, block: { stage, reason, detail } };
}

function passingEvents(
  records: readonly StoredRecord[],
  { status, partition }: { readonly status: Status; readonly partition: number },
): readonly PassingEvent[] {
  return records.flatMap(({ value, headers: raw, timestamp, offset }) => {
    const sourceId = textOf(raw, headers.sourceId);
    if (value === null || sourceId === undefined) return [];
    const passedAt: EpochMillis = timestamp;
    return {
      id: passingId({ status, passedAt, partition, offset }),
      status,
      sourceId,
      type: textOf(raw, headers.eventType) ?? '',
      eventName: textOf(raw, headers.eventName),
      passedAt,
      // A copy: the value is a window of the fetched batch, all of which it would keep.
      value: Buffer.from(value),
    };
  });
}

function textOf(raw: RawHeaders, name: string): string | undefined {
  const value = raw[name];
  return typeof value === 'string' || Buffer.isBuffer(value) ? value.toString() : undefined;
}
