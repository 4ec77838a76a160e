import { createClickHouse } from '@millrace/clickhouse';
import { loadConfig } from '@millrace/config';
import { topics } from '@millrace/contracts';
import { BugError } from '@millrace/errors';
import { runService, startHttpServer, startTelemetry } from '@millrace/http';
import { createKafka, createPartitionTransactions, ensureTopics, followTopic } from '@millrace/kafka';
import { createAccessTokens, createTokenVerifier, deriveTokenKey } from '@millrace/oauth';
import { createResourceTable, parseSecretsKey } from '@millrace/resources';
import { createCodecs } from '@millrace/schema-registry';

import manifest from '../package.json' with { type: 'json' };
import { tokenAuthentication } from './authentication.ts';
import { config } from './config.ts';
import { createHttpApp } from './http-app.ts';
import { httpSettings } from './http-settings.ts';
import { createQueries } from './queries.ts';
import { createResourceWriter } from './resource-writer.ts';
import { operations } from './routes.ts';
import { createClickHouseArchive } from './stores/clickhouse-archive.ts';
import { createKafkaConfigLog } from './stores/kafka-config-log.ts';
import { createFacts } from './telemetry.ts';
import { createTools } from './tools.ts';
import { beginWorkspace, hasBegun } from './workspace-beginning.ts';
import { workspaceView } from './workspace-view.ts';

const service = 'control-api';
const { version } = manifest;
/** Access tokens in use at a time whose signature need not be checked again. */
const MAX_REMEMBERED_TOKENS = 1_000;

runService(service, async lifetime => {
  const { signal, onStop, waitFor } = lifetime;
  const settings = loadConfig(config, process.env);
  const { workspace } = settings;
  const secretsKey = parseSecretsKey(settings.secretsKey.reveal());
  if (secretsKey === undefined)
    throw new BugError('configuration-invalid', 'SECRETS_KEY passed its check unreadable');
  const telemetry = await startTelemetry(lifetime, { service, version, config: settings });
  const { log } = telemetry;

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

  const { maxWaitingChanges: maxWaiting, maxBodyBytes } = settings;
  const tools = createTools({ workspace, secretsKey, now: Date.now, gatewayUrl: settings.gatewayUrl });
  const writer = createResourceWriter({
    configLog,
    view,
    now: Date.now,
    maxWaiting,
    onWritten: records => facts.written(records),
  });
  onStop('writer', () => writer.close());
  if (!hasBegun(view)) await waitFor('Kafka', () => writer.write(service, () => beginWorkspace(view, tools)));

  // Reached when the first query asks: changing resources needs no archive.
  const clickhouse = createClickHouse({
    url: settings.clickhouseUrl,
    database: settings.clickhouseDatabase,
    application: service,
    requestTimeoutMs: settings.queryTimeoutMs,
  });
  onStop('ClickHouse', () => clickhouse.close());
  const queries = createQueries({
    view,
    archive: createClickHouseArchive(clickhouse),
    timeoutMs: settings.queryTimeoutMs,
    maxUnderWay: settings.maxQueries,
  });

  const authenticate = tokenAuthentication({
    adminToken: settings.adminToken.reveal(),
    verifyToken: createTokenVerifier({
      tokens: createAccessTokens(deriveTokenKey(secretsKey)),
      findApp: id => view.byId('oauth-app', id),
      now: Date.now,
      maxRemembered: MAX_REMEMBERED_TOKENS,
    }),
  });
  const app = createHttpApp({
    operations,
    authenticate,
    view,
    tools,
    writer,
    queries,
    facts,
    maxBodyBytes,
    version,
  });
  const server = await startHttpServer(app, httpSettings(settings));
  onStop('HTTP server', () => server.close());
  log.info('Serving the workspace.', { workspace, port: server.port, sources: view.list('source').length });
});
