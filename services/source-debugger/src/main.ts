import { runService, startHttpServer, startTelemetry } from '@millrace/http';
import { createKafka } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';

import manifest from '../package.json' with { type: 'json' };
import { tokenAuthentication } from './authentication.ts';
import { httpSettings, readConfig, streamLimits } from './config.ts';
import { createLiveEvents } from './live-events.ts';
import { createReadAlong } from './read-along.ts';
import { createRecentEvents } from './recent-events.ts';
import { createRoutes } from './routes.ts';
import { followSources } from './stores/followed-sources.ts';
import { readPassingEvents } from './stores/passing-events.ts';
import { createFacts } from './telemetry.ts';

const service = 'source-debugger';
const { version } = manifest;
const REPORT_EVERY_MS = 1_000;
/** No request waits longer at the broker than a fetch, so a broker that is gone is noticed soon. */
const KAFKA_TIMEOUT_MS = 10_000;

runService(service, async lifetime => {
  const { signal, onStop, waitFor } = lifetime;
  const config = readConfig();
  const { workspace, readRate, backlog } = config;
  const telemetry = await startTelemetry(lifetime, { service, version, config });
  const { log } = telemetry;

  const requestTimeoutMs = KAFKA_TIMEOUT_MS;
  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: service, log, requestTimeoutMs });
  const codecs = createCodecs({ url: config.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());

  const recent = createRecentEvents({ perSource: config.recentEvents, maxBytes: config.recentMemoryBytes });
  const passing = await readPassingEvents({
    kafka,
    codecs,
    log,
    onUnreadable: error => facts.unreadable(error),
    // Half a second's worth: what is shown is never older.
    tailing: { backlog, maxLag: readRate / 2 },
    signal,
  });
  const live = createLiveEvents({ recent, open: passing.open });
  const facts = createFacts(telemetry, { live, recent });

  const onUnusable: typeof facts.resourceUnusable = problem => facts.resourceUnusable(problem);
  const sources = await waitFor('configuration', () =>
    followSources({ kafka, codecs, log, workspace, onUnusable, signal }),
  );
  onStop('configuration', () => sources.close());
  const readAlong = createReadAlong({ live, facts, readRate, now: Date.now, signal });
  const tail = await waitFor('Kafka', () => passing.tail(readAlong));
  onStop('tail', () => tail.close());
  await tail.caughtUp;
  recent.caughtUp();

  const reporting = setInterval(() => live.report(), REPORT_EVERY_MS);
  const beating = setInterval(() => live.beat(), config.heartbeatMs);
  onStop('timers', () => [reporting, beating].forEach(timer => clearInterval(timer)));
  const routes = createRoutes({
    authenticate: tokenAuthentication(config.adminToken.reveal()),
    findSource: sources.find,
    live,
    open: passing.open,
    facts,
    limits: streamLimits(config),
  });
  const server = await startHttpServer(routes, httpSettings(config));
  onStop('HTTP server', () => server.close());
  log.info('Showing the events of the workspace.', { workspace, port: server.port });
});
