import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { freePort } from '@millrace/testing';

import type { Endpoints } from './endpoints.ts';
import { waitUntil } from './wait-until.ts';

const GATEWAY = join(import.meta.dirname, '..', '..', 'services', 'ingest-gateway', 'src', 'main.ts');

/** A gateway of a test's own, beside that of the stack. */
export type OwnGateway = { readonly url: string; stop(): Promise<void> };

/** Starts a gateway on the stack's Kafka, with the settings that a gateway has by itself and these; resolves when it is ready. */
export async function startGateway(
  { kafka, schemaRegistry }: Endpoints,
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnGateway> {
  const [port, operationsPort] = await Promise.all([freePort(), freePort()]);
  const child = spawn(process.execPath, [GATEWAY], {
    env: {
      PATH: process.env.PATH,
      KAFKA_BROKERS: kafka,
      SCHEMA_REGISTRY_URL: schemaRegistry,
      PORT: `${port}`,
      OPERATIONS_PORT: `${operationsPort}`,
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'close');
  await waitUntil(
    'a gateway of its own',
    async () => {
      if (child.exitCode !== null) throw new Error(`the gateway ended with exit code ${child.exitCode}`);
      const reply = await fetch(`http://127.0.0.1:${operationsPort}/health/ready`).catch(() => undefined);
      return reply?.ok === true ? true : undefined;
    },
    { withinMs: 30_000, everyMs: 100 },
  );
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
