/** An archiver over topics, group and database of a test, which can stop itself at a crash point. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { createClickHouse, migrate } from '@millrace/clickhouse';
import { topics } from '@millrace/contracts';
import { runService } from '@millrace/http';
import { consumeGroup, createKafka, createProducer } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';
import { silentTelemetry } from '@millrace/telemetry';

import type { CrashPoint } from '../src/crash-points.ts';
import { deliveriesOutcomes } from '../src/rows/deliveries-outcomes.ts';
import { profilesActivity } from '../src/rows/profiles-activity.ts';
import { runArchiver } from '../src/run-archiver.ts';
import { createClickHouseArchiveStore } from '../src/stores/clickhouse-archive-store.ts';
import { createClickHouseSummaryStore } from '../src/stores/clickhouse-summary-store.ts';
import { startSummarizer } from '../src/summaries/summarizer.ts';
import { createSummaryReport } from '../src/summaries/summary-report.ts';
import { summaries } from '../src/summaries/summary.ts';

/** What the test says in the first argument. */
export type ProcessSettings = {
  readonly kafka: string;
  readonly schemaRegistry: string;
  readonly clickhouse: string;
  readonly database: string;
  readonly group: string;
  readonly activityTopic: string;
  readonly outcomesTopic: string;
  readonly deadLettersTopic: string;
  readonly maxRows: number;
  readonly maxAgeMs: number;
  /** Whether it also sums up what sources have sent; not by default. */
  readonly sumsUp?: boolean;
  /** Sends itself a signal at the n-th pass of a point. */
  readonly stopAt?: {
    readonly point: CrashPoint;
    readonly pass: number;
    readonly signal: 'SIGKILL' | 'SIGSTOP';
  };
};

const settings = JSON.parse(process.argv[2] ?? '{}') as ProcessSettings;
const { log } = silentTelemetry;

runService('event-archiver', async ({ onStop, waitFor, signal }) => {
  const clickhouse = createClickHouse({
    url: settings.clickhouse,
    database: settings.database,
    application: 'test',
  });
  onStop('ClickHouse', () => clickhouse.close());
  const folder = join(import.meta.dirname, '..', 'migrations');
  await waitFor('ClickHouse', () => migrate({ clickhouse, folder, log, signal }));

  const kafka = createKafka({ brokers: [settings.kafka], clientId: 'test', log });
  const deadLetters = { ...topics.eventArchiverDeadLetters, name: settings.deadLettersTopic };
  const limits = { deliveryTimeoutMs: 30_000, maxWaitingBytes: 10_000_000, maxWaitingRecords: 10_000 };
  const producer = createProducer({ kafka, topics: [deadLetters], log, ...limits });
  await waitFor('Kafka', () => producer.connect());
  onStop('producer', () => producer.close());

  const feeds = [
    { ...profilesActivity, topic: { ...topics.profilesActivity, name: settings.activityTopic } },
    { ...deliveriesOutcomes, topic: { ...topics.deliveriesOutcomes, name: settings.outcomesTopic } },
  ];
  const own = summaries
    .filter(({ topic }) => settings.sumsUp === true && topic === topics.profilesActivity.name)
    .map(summary => ({ ...summary, topic: settings.activityTopic }));
  const summarizer = startSummarizer({
    summaries: own,
    store: await createClickHouseSummaryStore(clickhouse, own),
    // Many small stretches, so that a kill is likely to meet one.
    intervalMs: 10,
    maxRecords: 15,
    report: createSummaryReport(silentTelemetry),
  });
  onStop('summarizer', () => summarizer.stop());
  const archiver = await runArchiver({
    feeds,
    codecs: createCodecs({ url: settings.schemaRegistry, log }),
    store: createClickHouseArchiveStore(clickhouse),
    sendDeadLetters: letters => producer.send(letters),
    origin: { service: 'event-archiver', version: 'test', deadLetters: deadLetters.name },
    join: open =>
      consumeGroup({
        kafka,
        groupId: settings.group,
        topics: feeds.map(({ topic }) => topic.name),
        open,
        log,
        settings: {
          // The least a broker takes.
          sessionTimeoutMs: 6_000,
          fetchMaxWaitMs: 50,
          fetchMinBytes: 1,
          fetchPartitionBytes: 16 * 1024,
          finishTimeoutMs: 2_000,
        },
      }),
    telemetry: silentTelemetry,
    limits: { maxRows: settings.maxRows, maxBytes: 1_000_000, maxAgeMs: settings.maxAgeMs },
    maxRefused: 10,
    archived: summarizer.archived,
    pause: (_attempt, until) => sleep(200, undefined, { signal: until }).catch(() => undefined),
    reached: stopItself(settings.stopAt),
  });
  onStop('archiver', () => archiver.stop());
});

function stopItself(wish: ProcessSettings['stopAt']): (point: CrashPoint) => void {
  let passes = 0;
  return point => {
    if (wish === undefined || point !== wish.point) return;
    passes += 1;
    if (passes === wish.pass) process.kill(process.pid, wish.signal);
  };
}
