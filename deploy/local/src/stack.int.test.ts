import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import type { Addresses } from './endpoints.ts';
import type { ProcessRecord } from './processes/process-file.ts';

// The infrastructure as `make up-infra` starts it, in a home of its own. Downloads are shared with the repository's.
const run = promisify(execFile);
const MAIN = join(import.meta.dirname, 'main.ts');
const REPOSITORY = join(import.meta.dirname, '..', '..', '..');
const PARTS = ['kafka', 'registry', 'redis', 'clickhouse', 'inbox'] as const;
const PORT_BASE = 28_700;

let home: string;
let addresses: Addresses;

const make = async (...words: readonly string[]): Promise<string> => {
  const { stdout } = await run(process.execPath, [MAIN, ...words], { env: environment() }).catch(
    (error: unknown) => {
      throw new Error(JSON.stringify(error, undefined, 2));
    },
  );
  return stdout;
};

function environment(): NodeJS.ProcessEnv {
  return {
    ...process.env,
    NODE_OPTIONS: '',
    MILLRACE_HOME: home,
    MILLRACE_DOWNLOADS: process.env['MILLRACE_DOWNLOADS'] ?? join(REPOSITORY, '.local', 'downloads'),
    MILLRACE_PORT_BASE: String(PORT_BASE),
  };
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'millrace-stack-'));
  await make('up', '--only', 'infrastructure');
  addresses = JSON.parse(await readFile(join(home, 'endpoints.json'), 'utf8')) as Addresses;
}, 600_000);

afterAll(async () => {
  await make('reset');
  await rm(home, { recursive: true, force: true });
}, 120_000);

describe('the local stack', () => {
  it('says where everything is, and keeps the administrator token to its user', async () => {
    expect(addresses).toMatchObject({
      kafka: `127.0.0.1:${PORT_BASE + 5}`,
      redis: `127.0.0.1:${PORT_BASE + 9}`,
    });
    const token = await stat(join(home, 'admin-token'));
    expect(token.mode & 0o777).toBe(0o600);
  });

  it('changes nothing when it runs already, and says so', async () => {
    const before = await Promise.all(PARTS.map(processOf));
    expect(await make('up', '--only', 'infrastructure')).toContain('nothing was changed');
    expect(await Promise.all(PARTS.map(processOf))).toEqual(before);
  });

  it('starts again just what was killed, without losing what was acknowledged', async () => {
    await kafka(async admin => {
      await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
    });
    await produce('kept', 500);
    await redis('SET kept yes');
    await clickhouse('CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a');
    await clickhouse('INSERT INTO kept VALUES (1), (2)');
    const schemaId = await registerSchema();
    const inbox = await processOf('inbox');
    for (const part of ['kafka', 'registry', 'redis', 'clickhouse'] as const) {
      process.kill((await processOf(part)).pid, 'SIGKILL');
    }
    expect(await make('up', '--only', 'infrastructure')).toContain('runs already');
    expect(await processOf('inbox')).toEqual(inbox);
    expect(await kafka(admin => admin.fetchTopicOffsets('kept'))).toMatchObject([{ high: '500' }]);
    expect(await redis('GET kept')).toContain('yes');
    expect(await clickhouse('SELECT count() FROM kept')).toBe('2\n');
    expect(await registerSchema()).toBe(schemaId);
  }, 180_000);

  it('stops everything and forgets it', async () => {
    const processes = await Promise.all(PARTS.map(processOf));
    const said = await make('down');
    for (const { part } of processes) expect(said).toMatch(new RegExp(`✔ ${part} +stopped`));
    expect(await make('down')).toContain('Nothing runs.');
    expect(existsSync(join(home, 'data', 'kafka'))).toBe(true);
  }, 120_000);
});

async function processOf(part: string): Promise<ProcessRecord> {
  return JSON.parse(await readFile(join(home, 'processes', `${part}.json`), 'utf8')) as ProcessRecord;
}

async function kafka<T>(ask: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient().admin();
  await admin.connect();
  return ask(admin).finally(() => admin.disconnect());
}

async function produce(topic: string, count: number): Promise<void> {
  const producer = kafkaClient().producer({ idempotent: true });
  await producer.connect();
  const messages = Array.from({ length: count }, (_, n) => ({ value: String(n) }));
  await producer.send({ topic, acks: -1, messages });
  await producer.disconnect();
}

function kafkaClient(): Kafka {
  return new Kafka({ brokers: [addresses.kafka], logLevel: logLevel.NOTHING });
}

async function redis(command: string): Promise<string> {
  const socket = connect(PORT_BASE + 9, '127.0.0.1');
  socket.write(`${command}\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

async function clickhouse(body: string): Promise<string> {
  return (await fetch(addresses.clickhouse, { method: 'POST', body })).text();
}

async function registerSchema(): Promise<unknown> {
  const schema = JSON.stringify({ type: 'record', name: 'Kept', fields: [] });
  const response = await fetch(`${addresses.schemaRegistry}/subjects/kept-value/versions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema }),
  });
  return ((await response.json()) as { id: unknown }).id;
}
