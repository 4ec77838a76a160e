import { loadConfig } from '@millrace/config';
import { runService, startOperationsServer } from '@millrace/http';
import { createTelemetry } from '@millrace/telemetry';

import { trustedProxies } from './client-address.ts';
import { createCollect, type Collect } from './collect-request.ts';
import { declaration } from './config.ts';
import { startHttpServer } from './http-server.ts';
import { createInFlight } from './in-flight.ts';
import { createRoutes } from './routes.ts';
import { connectEventLog } from './stores/kafka-event-log.ts';
import { followSources } from './stores/kafka-sources.ts';
import { createFacts } from './telemetry.ts';

const service = 'ingest-gateway';

runService(service, async lifetime => {
  const config = loadConfig(declaration, process.env);
  const telemetry = createTelemetry({
    service,
    version: '0.1.0',
    logLevel: config.logLevel,
    traceSampleRatio: config.traceSampleRatio,
    otlpEndpoint: config.otelExporterOtlpEndpoint,
  });
  lifetime.logTo(telemetry.log);
  lifetime.onStop('telemetry', telemetry.shutdown);
  const operations = await startOperationsServer({
    host: config.operationsHost,
    port: config.operationsPort,
    telemetry,
    isLive: () => true,
    isReady: lifetime.readiness,
  });
  lifetime.onStop('operations server', operations.close);

  // Listens from the start: until all is there, a client gets a 503 that tells it to come back.
  const inFlight = createInFlight(config.maxInFlightBytes);
  const facts = createFacts(telemetry.meter, inFlight);
  let collect: Collect = () => Promise.resolve('notReady');
  const routes = createRoutes({ collect: (...visit) => collect(...visit), facts, log: telemetry.log });
  const server = await startHttpServer(routes, config);

  const eventLog = await lifetime.waitFor('kafka', signal => connectEventLog(config, telemetry.log, signal));
  lifetime.onStop('event log', eventLog.close);
  const sources = await lifetime.waitFor('sources', () => followSources(eventLog, telemetry.log));
  lifetime.onStop('sources', sources.close);
  collect = createCollect({
    findSource: sources.find,
    encode: eventLog.encode,
    store: eventLog.append,
    inFlight,
    trustedProxies: trustedProxies(config.trustedProxies ?? []),
    telemetry,
    facts,
  });
  lifetime.onStop('http server', server.close);
});
