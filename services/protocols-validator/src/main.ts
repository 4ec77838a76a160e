import { runService, startTelemetry } from '@millrace/http';
import { createKafka, ensureTopics } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createCodecs } from '@millrace/schema-registry';
import { topicsOf } from '@millrace/stream';
import { runTopology, type RunningTopology } from '@millrace/stream-runtime';

import manifest from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { followSources } from './stores/followed-sources.ts';
import { createFacts } from './telemetry.ts';
import { createTopology } from './topology.ts';

const service = 'protocols-validator';
const { version } = manifest;

runService(service, async lifetime => {
  const { signal, onStop, waitFor } = lifetime;
  const config = readConfig();
  let running: RunningTopology | undefined = undefined;
  const telemetry = await startTelemetry(lifetime, { service, version, config, program: () => running });
  const { log } = telemetry;

  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: service, log });
  const codecs = createCodecs({ url: config.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());
  const redis = createRedis({ url: config.redisUrl, log });
  onStop('Redis', () => redis.disconnect());

  // Before it has read the configuration to its end, it could judge nothing.
  const facts = createFacts(log);
  const sources = await waitFor('configuration', () => followSources({ kafka, codecs, facts, log, signal }));
  onStop('configuration', () => sources.close());

  const { dedupeWindowMs, configGraceMs } = config;
  const topology = createTopology({ dedupeWindowMs, configGraceMs });
  await ensureTopics({ kafka, topics: topicsOf(topology), log, signal });
  const program = await waitFor('Kafka', () =>
    runTopology(topology, { kafka, redis, codecs, telemetry, version, tables: () => sources.tables() }),
  );
  onStop('topology', () => program.stop());
  running = program;
});
