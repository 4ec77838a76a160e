import { loadConfig } from '@millrace/config';
import { topics } from '@millrace/contracts';
import { catalogue } from '@millrace/destinations';
import { runService, startOperationsServer } from '@millrace/http';
import { createKafka, ensureTopics } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createCodecs } from '@millrace/schema-registry';
import { createTelemetry } from '@millrace/telemetry';

import manifest from '../package.json' with { type: 'json' };
import { declaration, deliveryRules, secretsKeyOf } from './config.ts';
import { viewDestination } from './destination-view.ts';
import { createFleet } from './fleet.ts';
import { createRunDestination } from './run-destination.ts';
import { createSteering } from './steer-fleet.ts';
import { ensureDestinationTopics } from './stores/destination-topics.ts';
import { followDestinations } from './stores/followed-destinations.ts';
import { createFleetTelemetry } from './telemetry.ts';

const service = 'destination-forwarder';
const { version } = manifest;

runService(service, async ({ signal, logTo, onStop, waitFor, readiness }) => {
  const config = loadConfig(declaration, process.env);
  const { logLevel, traceSampleRatio, otelExporterOtlpEndpoint: otlpEndpoint } = config;
  const telemetry = createTelemetry({ service, version, logLevel, traceSampleRatio, otlpEndpoint });
  const { log } = telemetry;
  logTo(log);
  onStop('telemetry', () => telemetry.shutdown());

  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: service, log });
  const codecs = createCodecs({ url: config.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());
  const redis = createRedis({ url: config.redisUrl, log });
  onStop('Redis', () => redis.disconnect());

  const facts = createFleetTelemetry(telemetry);
  const { connectionsPerDestination: connections, destination: only, sessionTimeoutMs } = config;
  const runtime = { kafka, redis, codecs, telemetry, version };
  const rules = deliveryRules(config);
  const fleet = createFleet(
    createRunDestination({
      runtime,
      ensureTopics: topology => ensureDestinationTopics(topology, { kafka, log, signal }),
      telemetry: facts,
      rules,
      connections,
      settings: { sessionTimeoutMs },
    }),
    facts,
  );
  onStop('destinations', () => fleet.stop());
  const operations = await startOperationsServer({
    host: config.operationsHost,
    port: config.operationsPort,
    telemetry,
    isLive: () => fleet.isLive(),
    isReady: () => {
      const waitingFor = [...readiness().waitingFor, ...fleet.waitingFor()];
      return { ready: readiness().ready && waitingFor.length === 0, waitingFor };
    },
  });
  onStop('operations server', () => operations.close());

  const secretsKey = secretsKeyOf(config);
  const onChange = createSteering({
    fleet,
    view: resource => viewDestination(resource, { catalogue, secretsKey }),
    only,
    telemetry: facts,
  });
  await ensureTopics({ kafka, topics: [topics.configResources], log, signal });
  const followed = await waitFor('configuration', () =>
    followDestinations({ kafka, codecs, log, telemetry: facts, onChange }),
  );
  onStop('configuration', () => followed.close());
});
