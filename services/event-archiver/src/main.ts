import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createClickHouse, migrate } from '@millrace/clickhouse';
import { loadConfig } from '@millrace/config';
import { topics } from '@millrace/contracts';
import { backoffMs, runService, startTelemetry, type Program } from '@millrace/http';
import { consumeGroup, createKafka, createProducer, ensureTopics } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';

import manifest from '../package.json' with { type: 'json' };
import { config } from './config.ts';
import { feeds } from './feeds.ts';
import { runArchiver, type Membership } from './run-archiver.ts';
import { createClickHouseArchiveStore } from './stores/clickhouse-archive-store.ts';
import { createClickHouseSummaryStore } from './stores/clickhouse-summary-store.ts';
import { startSummarizer } from './summaries/summarizer.ts';
import { summaries } from './summaries/summary.ts';
import { createSummaryReport } from './summaries/summary-report.ts';

const service = 'event-archiver';
const { version } = manifest;

runService(service, async lifetime => {
  const { signal, onStop, waitFor } = lifetime;
  const settings = loadConfig(config, process.env);
  let archiver: Membership | undefined = undefined;
  const telemetry = await startTelemetry(lifetime, {
    service,
    version,
    config: settings,
    program: () => archiver && healthOf(archiver),
  });
  const { log } = telemetry;

  const clickhouse = createClickHouse({
    url: settings.clickhouseUrl,
    database: settings.clickhouseDatabase,
    application: service,
    requestTimeoutMs: settings.clickhouseTimeoutMs,
  });
  onStop('ClickHouse', () => clickhouse.close());
  const folder = join(import.meta.dirname, '..', 'migrations');
  await waitFor('ClickHouse', () => migrate({ clickhouse, folder, log, signal }));

  const summarizer = startSummarizer({
    summaries,
    store: await createClickHouseSummaryStore(clickhouse, summaries),
    intervalMs: settings.summaryIntervalMs,
    maxRecords: settings.summaryMaxRecords,
    report: createSummaryReport(telemetry),
  });
  onStop('summarizer', () => summarizer.stop());

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
      archived: summarizer.archived,
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

function healthOf(archiver: Membership): Program {
  return { isLive: () => archiver.isLive(), isReady: () => archiver.isJoined() };
}
