import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A front in a process of its own, over a folder of its own, for tests. */
export type TestingFront = Readonly<{
  url: string;
  pid: () => number;
  /** Ends it as kill -9 does and starts it again over the same data. */
  killAndRestart: () => Promise<void>;
  /** Stops it in order and deletes its data. */
  remove: () => Promise<void>;
}>;

const MAIN = join(import.meta.dirname, 'main.ts');

export async function startTestingFront(): Promise<TestingFront> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-front-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const start = async (): Promise<ChildProcess> => {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      PORT: String(port),
      DATA_FOLDER: folder,
      UV_THREADPOOL_SIZE: '16',
    };
    const started = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'inherit', 'inherit'] });
    await answers(`${url}/ping`);
    return started;
  };
  const end = async (signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  let child = await start();
  return {
    url,
    pid: () => child.pid ?? 0,
    killAndRestart: async () => {
      await end('SIGKILL');
      child = await start();
    },
    remove: async () => {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answered = await fetch(url).catch(() => undefined);
    await answered?.body?.cancel();
    if (answered?.ok) return;
    await delay(50);
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
