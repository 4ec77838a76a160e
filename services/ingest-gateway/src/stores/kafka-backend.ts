import { setTimeout as sleep } from 'node:timers/promises';

import { encodeWire, topics, type Event } from '@millrace/contracts';
import { classifyError, TransientError } from '@millrace/errors';
import type { Lifetime } from '@millrace/http';
import type { Logger } from '@millrace/telemetry';

import type { Config } from '../config.ts';
import { createSourceTable, type SourceTable } from '../source-table.ts';
import type { FindSource } from '../sources.ts';
import { connectEventLog, type EventLog } from './kafka-event-log.ts';
import { followSources, type FollowedSources } from './kafka-sources.ts';
import type { Snapshot, SnapshotFile } from './snapshot-file.ts';

/** What events are written with, and whose they may be. */
export type Configuration = Pick<SourceTable, 'findApp'> & {
  readonly encode: (event: Event) => Buffer;
  readonly findSource: FindSource;
  /** False while the configuration is one that was kept on disk: what it does not have may exist all the same. */
  readonly isCurrent: () => boolean;
};

/** Kafka and the configuration in it: as they are, or as they were kept on disk while Kafka has not been reached. */
export type Backend = Configuration & Pick<EventLog, 'send' | 'withdraw' | 'close'>;

type Keeping = { readonly log: Logger; readonly snapshots: SnapshotFile };

const RETRY_AFTER_MS = 1_000;

/**
 * Connects to Kafka. Where that takes longer than SPOOL_AFTER and there is a snapshot, it resolves with that and goes on
 * connecting; the live configuration then replaces it whole.
 */
export async function openBackend(config: Config, lifetime: Lifetime, keeping: Keeping): Promise<Backend> {
  const { log, snapshots } = keeping;
  const snapshot = await snapshots.read(topics.eventsCollected.schema);
  const connecting = connect(config, lifetime.signal, keeping);
  if (snapshot === undefined) return lifetime.waitFor('kafka', () => connecting);

  let current: Backend = offlineBackend(snapshot);
  const replaced = connecting.then(
    live => {
      current = live;
      if (lifetime.signal.aborted) return live.close();
      log.info('Kafka is reached.');
      return undefined;
    },
    (thrown: unknown) => {
      // What makes a start impossible ends the process, late as it is.
      if (!lifetime.signal.aborted) throw thrown;
    },
  );
  await Promise.race([replaced, sleep(config.spoolAfterMs)]);
  // The race listens no longer, yet counts as a listener: a later rejection would go unheard.
  void replaced.then(() => undefined);
  if (!current.isCurrent())
    log.warn('Kafka is not reached yet; starting with the configuration that was kept on disk.');
  return {
    encode: event => current.encode(event),
    send: records => current.send(records),
    withdraw: () => current.withdraw(),
    findSource: (writeKey, now) => current.findSource(writeKey, now),
    findApp: id => current.findApp(id),
    isCurrent: () => current.isCurrent(),
    close: () => current.close(),
  };
}

async function connect(config: Config, signal: AbortSignal, { log, snapshots }: Keeping): Promise<Backend> {
  const eventLog = await untilReached(signal, () => connectEventLog(config, log, signal));
  const sources = await untilReached(signal, () =>
    followSources(eventLog, log, ({ entries }) => {
      snapshots.save(() => ({
        eventSchema: topics.eventsCollected.schema,
        eventSchemaId: eventLog.eventCodec.schemaId,
        resources: entries(),
      }));
    }),
  );
  return liveBackend(eventLog, sources, snapshots);
}

function liveBackend(eventLog: EventLog, sources: FollowedSources, snapshots: SnapshotFile): Backend {
  return {
    encode: eventLog.eventCodec.encode,
    send: eventLog.send,
    withdraw: eventLog.withdraw,
    findSource: sources.find,
    findApp: sources.findApp,
    isCurrent: () => true,
    async close(): Promise<void> {
      await sources.close();
      await snapshots.saved();
      await eventLog.close();
    },
  };
}

function offlineBackend({ eventSchemaId, resources }: Snapshot): Backend {
  const { find, findApp } = createSourceTable(resources);
  return {
    encode: event => encodeWire(topics.eventsCollected.type, eventSchemaId, event),
    send: () =>
      Promise.reject(new TransientError('broker-unavailable', 'Kafka was not reached since the start')),
    withdraw: () => undefined,
    findSource: find,
    findApp,
    isCurrent: () => false,
    close: () => Promise.resolve(),
  };
}

/** Repeats an attempt while it throws TransientError. */
async function untilReached<T>(signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (thrown) {
      if (!(classifyError(thrown) instanceof TransientError)) throw thrown;
    }
    await sleep(RETRY_AFTER_MS, undefined, { signal });
  }
}
