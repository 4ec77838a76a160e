import { loadConfig } from '@millrace/config';
import { topics } from '@millrace/contracts';
import { catalogue } from '@millrace/destinations';
import { runService, startTelemetry, type Program } from '@millrace/http';
import { createKafka, ensureTopics } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createCodecs } from '@millrace/schema-registry';

import manifest from '../package.json' with { type: 'json' };
import { declaration, deliveryRules, secretsKeyOf } from './config.ts';
import { viewDestination } from './destination-view.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { createRunDestination } from './run-destination.ts';
import { createSteering } from './steer-fleet.ts';
import { ensureDestinationTopics } from './stores/destination-topics.ts';
import { followDestinations } from './stores/followed-destinations.ts';
import { createFleetTelemetry } from './telemetry.ts';

const service = 'destination-forwarder';
const { version } = manifest;

runService(service, async lifetime => {
  const { signal, onStop, waitFor } = lifetime;
  const config = loadConfig(declaration, process.env);
  let started: Fleet | undefined = undefined;
  const telemetry = await startTelemetry(lifetime, {
    service,
    version,
    config,
    program: () => started && healthOf(started),
  });
  const { log } = telemetry;

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
  started = fleet;
  onStop('destinations', () => fleet.stop());

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

function healthOf(fleet: Fleet): Program {
  return {
    isLive: () => fleet.isLive(),
    isReady: () => fleet.waitingFor().length === 0,
    waitingFor: () => fleet.waitingFor(),
  };
}
