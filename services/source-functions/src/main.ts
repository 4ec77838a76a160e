import { randomUUID } from 'node:crypto';

import { loadConfig } from '@millrace/config';
import { createEgress } from '@millrace/egress';
import { runService, startHttpServer, startTelemetry } from '@millrace/http';
import { createRateLimits } from '@millrace/intake';
import { createKafka } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createSandbox } from '@millrace/sandbox';
import { createCodecs } from '@millrace/schema-registry';
import { runTopology, type RunningTopology } from '@millrace/stream-runtime';

import manifest from '../package.json' with { type: 'json' };
import { declaration, retryRules, secretsKeyOf } from './config.ts';
import { createInvoke } from './invoke.ts';
import { createReceiveWebhook } from './receive-webhook.ts';
import { createRoutes, type Service } from './routes.ts';
import { createRunAgain } from './run-again.ts';
import { followResources } from './stores/followed-resources.ts';
import { connectKafkaLog } from './stores/kafka-log.ts';
import { createTargets } from './targets.ts';
import { createFacts, reportLoad } from './telemetry.ts';
import { createTopology } from './topology.ts';

const service = 'source-functions';
const { version } = manifest;

runService(service, async lifetime => {
  const { onStop, waitFor } = lifetime;
  const config = loadConfig(declaration, process.env);
  let running: RunningTopology | undefined = undefined;
  const telemetry = await startTelemetry(lifetime, { service, version, config, program: () => running });
  const { log } = telemetry;

  // Listens from the start: until all is there, a sender gets a 503 that tells it to come back.
  const facts = createFacts(telemetry);
  let started: Service | undefined = undefined;
  const { maxRequests, publicUrl } = config;
  const clock = { now: Date.now, newId: randomUUID };
  const routes = createRoutes({
    service: () => started,
    maxRequests,
    publicUrl,
    ...clock,
    facts,
    log,
  });
  const server = await startHttpServer(routes, config);

  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: service, log });
  const codecs = createCodecs({ url: config.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());
  const redis = createRedis({ url: config.redisUrl, log });
  onStop('Redis', () => redis.disconnect());

  const rules = retryRules(config);
  const topology = createTopology({ rules, maxWaiting: config.maxWaiting });
  const kafkaLog = await waitFor('Kafka', signal =>
    connectKafkaLog({ kafka, codecs, topology, settings: config, log, signal }),
  );
  onStop('producer', kafkaLog.close);
  const followed = await waitFor('configuration', () => followResources({ kafka, codecs, log }));
  onStop('configuration', followed.close);

  const egress = createEgress({ allowedNetworks: config.allowedNetworks ?? [] });
  onStop('egress', () => egress.close());
  const sandbox = await createSandbox({
    fetch: egress.fetch,
    processes: config.sandboxProcesses,
    callsPerProcess: config.sandboxCalls,
    callsPerProgram: config.sandboxCallsPerFunction,
    maxWaitMs: config.sandboxMaxWaitMs,
    cpuMs: config.functionCpuTimeMs,
    isolateMemoryBytes: config.functionMemoryBytes,
    onProcessEnd: facts.processEnded,
  });
  reportLoad(telemetry.meter, () => sandbox.load());
  onStop('sandbox', () => sandbox.close());
  const targets = createTargets({
    resources: followed.resources,
    rateLimits: createRateLimits(),
    secretsKey: secretsKeyOf(config),
  });
  const { functionTimeoutMs: timeoutMs, sessionTimeoutMs } = config;
  const invoke = createInvoke({ targets, sandbox, timeoutMs, now: Date.now, facts });
  const { encode, deferredCodec, store } = kafkaLog;

  const retries = await waitFor('consumer group', () =>
    runTopology(topology, {
      kafka,
      redis,
      codecs,
      telemetry,
      version,
      tables: () => undefined,
      ask: createRunAgain({ codec: deferredCodec, invoke }),
      settings: { sessionTimeoutMs, askConcurrency: config.sandboxProcesses * config.sandboxCalls },
    }),
  );
  running = retries;
  onStop('retries', () => retries.stop());

  const receive = createReceiveWebhook({
    invoke,
    encode,
    store,
    rules,
    origin: { service, version },
    telemetry,
    facts,
  });
  started = { targets, receive };
  onStop('http server', server.close);
});
