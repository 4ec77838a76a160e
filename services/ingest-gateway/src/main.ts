import { loadConfig } from '@millrace/config';
import { runService, startTelemetry } from '@millrace/http';

import manifest from '../package.json' with { type: 'json' };
import { declaration } from './config.ts';
import { startHttpServer } from './http-server.ts';
import { openIntake } from './stores/intake.ts';
import { createSurface } from './surface.ts';

const service = 'ingest-gateway';
const { version } = manifest;

runService(service, async lifetime => {
  const config = loadConfig(declaration, process.env);
  const telemetry = await startTelemetry(lifetime, { service, version, config });
  const surface = await createSurface(config, telemetry);
  const server = await startHttpServer(surface.routes, config);
  surface.open(await openIntake(config, { lifetime, telemetry }));
  lifetime.onStop('http server', server.close);
});
