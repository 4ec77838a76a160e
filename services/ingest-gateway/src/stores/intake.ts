import { setTimeout as sleep } from 'node:timers/promises';

import type { Lifetime } from '@millrace/http';
import { recordRefusal, type ProducerRecord } from '@millrace/kafka';
import type { Telemetry } from '@millrace/telemetry';

import type { Config } from '../config.ts';
import { createDurableStore } from '../spool/durable-store.ts';
import { openFileSpool } from '../spool/file-spool.ts';
import { createStoreFacts, reportSpool } from '../spool/store-facts.ts';
import { openBackend, type Configuration } from './kafka-backend.ts';
import { connectEventLog } from './kafka-event-log.ts';
import { followSources } from './kafka-sources.ts';
import { createSnapshotFile } from './snapshot-file.ts';

/** Where events go, and whose they may be. */
export type Intake = Configuration & {
  /** Resolves when the records are durable: in Kafka, or on disk where there is a spool. */
  readonly store: (records: readonly ProducerRecord[]) => Promise<void>;
};

/** Pause between two attempts to reach Kafka while events are kept on disk. */
const RETRY_AFTER_MS = 1_000;

type Surroundings = { readonly lifetime: Lifetime; readonly telemetry: Pick<Telemetry, 'log' | 'meter'> };

/** Opens the intake: with a folder for a spool, Kafka may be away, even at the start if there was an earlier one. */
export function openIntake(config: Config, surroundings: Surroundings): Promise<Intake> {
  return config.spoolFolder === undefined
    ? openDirectIntake(config, surroundings)
    : openSpooledIntake({ ...config, spoolFolder: config.spoolFolder }, surroundings);
}

async function openDirectIntake(
  config: Config,
  { lifetime, telemetry: { log } }: Surroundings,
): Promise<Intake> {
  const eventLog = await lifetime.waitFor('kafka', signal => connectEventLog(config, log, signal));
  lifetime.onStop('event log', eventLog.close);
  const sources = await lifetime.waitFor('sources', () => followSources(eventLog, log));
  lifetime.onStop('sources', sources.close);
  return {
    encode: eventLog.eventCodec.encode,
    store: eventLog.send,
    findSource: sources.find,
    findApp: sources.findApp,
    isCurrent: () => true,
  };
}

async function openSpooledIntake(
  config: Config & { readonly spoolFolder: string },
  { lifetime, telemetry: { log, meter } }: Surroundings,
): Promise<Intake> {
  const spool = await lifetime.waitFor('spool folder', () =>
    openFileSpool({
      folder: config.spoolFolder,
      maxBytes: config.spoolMaxBytes,
      minFreeBytes: config.spoolMinFreeBytes,
      maxWaitingBytes: config.maxQueuedBytes,
      log,
      now: Date.now,
    }),
  );
  lifetime.onStop('spool', spool.close);
  reportSpool(meter, spool);

  const backend = await openBackend(config, lifetime, {
    log,
    snapshots: createSnapshotFile(config.spoolFolder, log),
  });
  lifetime.onStop('kafka', backend.close);
  const store = createDurableStore({
    ...backend,
    refusal: recordRefusal,
    spool,
    spoolAfterMs: config.spoolAfterMs,
    retryAfterMs: RETRY_AFTER_MS,
    maxHeldBytes: config.maxQueuedBytes,
    clock: { now: () => performance.now(), sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
    facts: createStoreFacts(meter, log),
  });
  lifetime.onStop('store', store.close);
  return { ...backend, store: store.store };
}
