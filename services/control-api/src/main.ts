import { loadConfig } from '@millrace/config';
import { topics } from '@millrace/contracts';
import { BugError } from '@millrace/errors';
import { runService, startOperationsServer } from '@millrace/http';
import { createKafka, createPartitionTransactions, ensureTopics, followTopic } from '@millrace/kafka';
import { createResourceTable, parseSecretsKey } from '@millrace/resources';
import { createCodecs } from '@millrace/schema-registry';
import { createTelemetry } from '@millrace/telemetry';

import manifest from '../package.json' with { type: 'json' };
import { tokenAuthentication } from './authentication.ts';
import { config } from './config.ts';
import { createHttpApp } from './http-app.ts';
import { startHttpServer } from './http-server.ts';
import { createResourceWriter } from './resource-writer.ts';
import { operations } from './routes.ts';
import { createKafkaConfigLog } from './stores/kafka-config-log.ts';
import { createFacts } from './telemetry.ts';
import { createTools } from './tools.ts';
import { beginWorkspace, hasBegun } from './workspace-beginning.ts';
import { workspaceView } from './workspace-view.ts';

const service = 'control-api';
const { version } = manifest;

runService(service, async ({ signal, logTo, onStop, waitFor, readiness }) => {
  const settings = loadConfig(config, process.env);
  const { workspace, logLevel, traceSampleRatio, otelExporterOtlpEndpoint: otlpEndpoint } = settings;
  const secretsKey = parseSecretsKey(settings.secretsKey.reveal());
  if (secretsKey === undefined)
    throw new BugError('configuration-invalid', 'SECRETS_KEY passed its check unreadable');
  const telemetry = createTelemetry({ service, version, logLevel, traceSampleRatio, otlpEndpoint });
  const { log } = telemetry;
  logTo(log);
  onStop('telemetry', () => telemetry.shutdown());
  const operationsServer = await startOperationsServer({
    host: settings.operationsHost,
    port: settings.operationsPort,
    telemetry,
    isLive: () => true,
    isReady: readiness,
  });
  onStop('operations server', () => operationsServer.close());

  const codecs = createCodecs({ url: settings.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());
  const codec = await codecs.codecFor(topics.configResources);
  const kafka = createKafka({ brokers: settings.kafkaBrokers, clientId: service, log });
  await ensureTopics({ kafka, topics: [topics.configResources], log, signal });
  const admin = kafka.admin();
  await waitFor('Kafka', () => admin.connect());
  onStop('Kafka admin', () => admin.disconnect());

  const table = createResourceTable();
  const view = workspaceView(table, workspace);
  const facts = createFacts(telemetry, view);
  const transactions = createPartitionTransactions({
    kafka,
    admin,
    group: `${service}.${workspace}`,
    topic: topics.configResources.name,
    partition: 0,
    transactionTimeoutMs: settings.readBackTimeoutMs,
  });
  onStop('transactions', () => transactions.close());
  const configLog = createKafkaConfigLog({
    transactions,
    encode: resource => codec.encode(resource),
    table,
    workspace,
    log,
    readBackTimeoutMs: settings.readBackTimeoutMs,
  });
  const follower = await waitFor('Kafka', () =>
    followTopic({ kafka, topic: topics.configResources, codec, onRecord: configLog.onRecord, log }),
  );
  onStop('follower', () => follower.close());
  await follower.caughtUp;

  const { maxWaitingChanges: maxWaiting, maxBodyBytes, host, port } = settings;
  const tools = createTools({ workspace, secretsKey, now: Date.now });
  const writer = createResourceWriter({
    configLog,
    view,
    now: Date.now,
    maxWaiting,
    onWritten: records => facts.written(records),
  });
  onStop('writer', () => writer.close());
  if (!hasBegun(view)) await waitFor('Kafka', () => writer.write(service, () => beginWorkspace(view, tools)));

  const authenticate = tokenAuthentication(settings.adminToken.reveal());
  const app = createHttpApp({ operations, authenticate, view, tools, writer, facts, maxBodyBytes, version });
  const server = await startHttpServer(app, { host, port });
  onStop('HTTP server', () => server.close());
  log.info('Serving the workspace.', { workspace, port: server.port, sources: view.list('source').length });
});
