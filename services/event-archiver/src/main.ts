import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createClickHouse, migrate } from '@millrace/clickhouse';
import { loadConfig } from '@millrace/config';
import { topics } from '@millrace/contracts';
import { backoffMs, runService, startOperationsServer } from '@millrace/http';
import { consumeGroup, createKafka, createProducer, ensureTopics } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';
import { createTelemetry } from '@millrace/telemetry';

import manifest from '../package.json' with { type: 'json' };
import { config } from './config.ts';
import { feeds } from './feeds.ts';
import { runArchiver, type Membership } from './run-archiver.ts';
import { createClickHouseArchiveStore } from './stores/clickhouse-archive-store.ts';

const service = 'event-archiver';
const { version } = manifest;

runService(service, async ({ signal, logTo, onStop, waitFor, readiness }) => {
  const settings = loadConfig(config, process.env);
  const { logLevel, traceSampleRatio, otelExporterOtlpEndpoint: otlpEndpoint } = settings;
  const telemetry = createTelemetry({ service, version, logLevel, traceSampleRatio, otlpEndpoint });
  const { log } = telemetry;
  logTo(log);
  onStop('telemetry', () => telemetry.shutdown());

  let archiver: Membership | undefined = undefined;
  const operations = await startOperationsServer({
    host: settings.operationsHost,
    port: settings.operationsPort,
    telemetry,
    isLive: () => archiver?.isLive() ?? true,
    isReady: () => ({ ...readiness(), ready: readiness().ready && archiver?.isJoined() === true }),
  });
  onStop('operations server', () => operations.close());

  const clickhouse = createClickHouse({
    url: settings.clickhouseUrl,
    database: settings.clickhouseDatabase,
    application: service,
    requestTimeoutMs: settings.clickhouseTimeoutMs,
  });
  onStop('ClickHouse', () => clickhouse.close());
  const folder = join(import.meta.dirname, '..', 'migrations');
  await waitFor('ClickHouse', () => migrate({ clickhouse, folder, log, signal }));

  const codecs = createCodecs({ url: settings.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());

  const kafka = createKafka({ brokers: settings.kafkaBrokers, clientId: service, log });
  const deadLetters = topics.eventArchiverDeadLetters;
  const inputs = feeds.map(({ topic }) => topic);
  await ensureTopics({ kafka, topics: [...inputs, deadLetters], log, signal });
  const producer = createProducer({ kafka, topics: [deadLetters], log, ...deadLetterLimits });
  await waitFor('Kafka', () => producer.connect());
  onStop('producer', () => producer.close());

  const joined = await waitFor('consumer group', () =>
    runArchiver({
      feeds,
      codecs,
      store: createClickHouseArchiveStore(clickhouse),
      sendDeadLetters: letters => producer.send(letters),
      origin: { service, version, deadLetters: deadLetters.name },
      join: open =>
        consumeGroup({
          kafka,
          groupId: service,
          topics: inputs.map(({ name }) => name),
          open,
          log,
          settings: {
            sessionTimeoutMs: settings.sessionTimeoutMs,
            fetchMaxWaitMs: settings.fetchMaxWaitMs,
            fetchMinBytes: settings.fetchMinSizeBytes,
            fetchPartitionBytes: settings.fetchPartitionSizeBytes,
            finishTimeoutMs: settings.finishTimeoutMs,
          },
        }),
      telemetry,
      limits: {
        maxRows: settings.blockMaxRows,
        maxBytes: settings.blockMaxSizeBytes,
        maxAgeMs: settings.blockMaxAgeMs,
      },
      maxRefused: settings.maxRefusedRows,
      pause: async (attempt, until) => {
        const pauseMs = backoffMs(attempt, { firstMs: 250, maxMs: settings.retryMaxPauseMs }, Math.random());
        await sleep(pauseMs, undefined, { signal: until }).catch(() => undefined);
      },
    }),
  );
  archiver = joined;
  onStop('archiver', () => joined.stop());
});

/** Dead letters are rare; a block's worth of them fits. */
const deadLetterLimits = {
  deliveryTimeoutMs: 30_000,
  maxWaitingBytes: 64 * 1024 * 1024,
  maxWaitingRecords: 100_000,
};
