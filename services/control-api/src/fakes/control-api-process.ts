import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { freePort } from '@millrace/testing';

/** control-api as a process of its own, as it runs in production. */
export type ControlApiProcess = {
  readonly url: string;
  readonly token: string;
  ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Ends it and resolves to its exit code; undefined where a signal ended it. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | undefined>;
};

type Settings = {
  readonly workspace: string;
  readonly kafka: string;
  readonly schemaRegistry: string;
  readonly clickhouse: string;
  readonly environment?: Readonly<Record<string, string>>;
};

const START_DEADLINE_MS = 30_000;
const token = 'a-token-of-an-integration-test';

/** Starts control-api and waits until it is ready. */
export async function startControlApi(settings: Settings): Promise<ControlApiProcess> {
  const [port, operationsPort] = [await freePort(), await freePort()];
  const child = spawnControlApi({
    WORKSPACE: settings.workspace,
    ADMIN_TOKEN: token,
    SECRETS_KEY: '07'.repeat(32),
    KAFKA_BROKERS: settings.kafka,
    SCHEMA_REGISTRY_URL: settings.schemaRegistry,
    CLICKHOUSE_URL: settings.clickhouse,
    PORT: String(port),
    OPERATIONS_PORT: String(operationsPort),
    LOG_LEVEL: 'warn',
    ...settings.environment,
  });
  await untilReady(`http://127.0.0.1:${operationsPort}/health/ready`, child.process);
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    token,
    async ask(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    async stop(signal = 'SIGTERM') {
      child.process.kill(signal);
      return child.exitCode;
    },
  };
}

/** Runs control-api with an environment until it ends by itself. */
export async function runControlApi(
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly exitCode: number | undefined; readonly said: string }> {
  const child = spawnControlApi(environment);
  let said = '';
  child.process.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  return { exitCode: await child.exitCode, said };
}

function spawnControlApi(environment: Readonly<Record<string, string>>): {
  readonly process: ChildProcess;
  readonly exitCode: Promise<number | undefined>;
} {
  const main = join(import.meta.dirname, '..', 'main.ts');
  const child = spawn(process.execPath, [main], { env: environment, stdio: ['ignore', 'inherit', 'pipe'] });
  const exitCode = once(child, 'exit').then(([code]: unknown[]) =>
    typeof code === 'number' ? code : undefined,
  );
  return { process: child, exitCode };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`control-api ended with ${child.exitCode} before it was ready`);
    const isReady = await fetch(url).then(
      response => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`control-api was not ready within ${START_DEADLINE_MS} ms`);
}
