import { once } from 'node:events';
import { loadConfig } from '@millrace/config';
import { frontConfig } from './config.ts';
import { createEngine } from './engine.ts';
import { createFront } from './server.ts';

const STOP_WITHIN_MS = 10_000;

const config = loadConfig(frontConfig, process.env);
const engine = createEngine(config);
const front = createFront({ engine, maxBodyBytes: config.maxBodyBytes });
front.listen(config.port, '127.0.0.1');
await once(front, 'listening');
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

async function stop(): Promise<void> {
  // A query that nobody may cancel must not keep the process for ever; what is on disk is whole at any moment.
  setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
  front.close();
  front.closeIdleConnections();
  await once(front, 'close');
  await engine.close();
  process.exit(0);
}
