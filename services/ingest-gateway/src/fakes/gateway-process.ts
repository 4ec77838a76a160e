import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '@millrace/testing';

/** A gateway in a process of its own. */
export type GatewayProcess = {
  readonly url: string;
  readonly isReady: () => Promise<boolean>;
  readonly metrics: () => Promise<string>;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number | null>;
  /** Ends it; gives its exit code. */
  readonly stop: (signal: 'SIGTERM' | 'SIGKILL') => Promise<number | null>;
};

const MAIN = join(import.meta.dirname, '..', 'main.ts');

/** Starts a gateway with these settings, and waits until it is ready. */
export async function startGateway(settings: Readonly<Record<string, string>>): Promise<GatewayProcess> {
  const [port, operationsPort] = await Promise.all([freePort(), freePort()]);
  const child = spawn(process.execPath, [MAIN], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      OPERATIONS_PORT: String(operationsPort),
      ...settings,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const operations = `http://127.0.0.1:${operationsPort}`;
  const gateway: GatewayProcess = {
    url: `http://127.0.0.1:${port}`,
    isReady: () =>
      fetch(`${operations}/health/ready`).then(
        reply => reply.ok,
        () => false,
      ),
    ended,
    metrics: async () => (await fetch(`${operations}/metrics`)).text(),
    async stop(signal) {
      child.kill(signal);
      return ended;
    },
  };
  while (!(await gateway.isReady())) {
    if (child.exitCode !== null)
      throw new Error(`the gateway ended with ${child.exitCode} before it was ready`);
    await sleep(50);
  }
  return gateway;
}
