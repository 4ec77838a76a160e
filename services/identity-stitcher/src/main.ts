import { runService, startOperationsServer } from '@millrace/http';
import { createKafka, ensureTopics } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createCodecs } from '@millrace/schema-registry';
import { topicsOf } from '@millrace/stream';
import { runTopology, type RunningTopology } from '@millrace/stream-runtime';
import { createTelemetry } from '@millrace/telemetry';

import manifest from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { createTopology } from './topology.ts';

const service = 'identity-stitcher';
const { version } = manifest;

runService(service, async ({ signal, logTo, onStop, waitFor, readiness }) => {
  const config = readConfig();
  const { logLevel, traceSampleRatio, otelExporterOtlpEndpoint: otlpEndpoint } = config;
  const telemetry = createTelemetry({ service, version, logLevel, traceSampleRatio, otlpEndpoint });
  const { log } = telemetry;
  logTo(log);
  onStop('telemetry', () => telemetry.shutdown());

  let running: RunningTopology | undefined = undefined;
  const operations = await startOperationsServer({
    host: config.operationsHost,
    port: config.operationsPort,
    telemetry,
    isLive: () => running?.isLive() ?? true,
    isReady: () => ({ ...readiness(), ready: readiness().ready && running?.isReady() === true }),
  });
  onStop('operations server', () => operations.close());

  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: service, log });
  const codecs = createCodecs({ url: config.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());
  const redis = createRedis({ url: config.redisUrl, log });
  onStop('Redis', () => redis.disconnect());

  const topology = createTopology({ futureBoundMs: config.futureBoundMs });
  await ensureTopics({ kafka, topics: topicsOf(topology), log, signal });
  const tables = (): undefined => undefined;
  const program = await waitFor('Kafka', () =>
    runTopology(topology, { kafka, redis, codecs, telemetry, version, tables }),
  );
  onStop('topology', () => program.stop());
  running = program;
});
