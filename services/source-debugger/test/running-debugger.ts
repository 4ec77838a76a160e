import { randomUUID } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { eventHeaders, headers, topics, type BlockedEvent, type Event } from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics } from '@millrace/kafka';
import { createCodecs } from '@millrace/schema-registry';
import { silentLog as log } from '@millrace/telemetry';
import { anEvent, freePort, testEndpoints } from '@millrace/testing';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

const token = 'a-token-of-an-integration-test';
const START_DEADLINE_MS = 40_000;
const LOOK_AGAIN_MS = 50;

/** source-debugger as a process of its own, and the topics it reads. */
export type DebuggerProcess = {
  /** The source of this scenario, of slug `web`. */
  readonly sourceId: string;
  readonly child: ChildProcess;
  allow(event: Partial<Event>): Promise<void>;
  block(event: Partial<Event>, why: Omit<BlockedEvent, 'event' | 'blockedAt'>): Promise<void>;
  /** Writes bytes that are no event, with the headers of one. */
  poison(): Promise<void>;
  ask(path: string, init?: { readonly token?: string; readonly lastEventId?: string }): Promise<Response>;
  /** Reads a stream. */
  open(path: string, lastEventId?: string): Promise<OpenStream>;
  metric(name: string): Promise<number>;
  /** Stops the process; writing goes on to work. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

/** A stream being read. */
export type OpenStream = {
  readonly messages: readonly EventSourceMessage[];
  /** Waits until a message is there. */
  until(question: (message: EventSourceMessage) => boolean): Promise<EventSourceMessage>;
  close(): void;
};

/** Starts the process with a workspace of its own and waits until it is ready. */
export async function startDebugger(
  environment: Readonly<Record<string, string>> = {},
): Promise<DebuggerProcess> {
  const endpoints = testEndpoints();
  const workspace = `debugger-${randomUUID()}`;
  const sourceId = `src_${randomUUID()}`;
  const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'test', log });
  const written = [topics.configResources, topics.eventsValidated, topics.eventsBlocked];
  await ensureTopics({ kafka, topics: written, log });
  const limits = { deliveryTimeoutMs: 30_000, maxWaitingBytes: 64_000_000, maxWaitingRecords: 100_000 };
  const producer = createProducer({ kafka, topics: written, log, ...limits });
  await producer.connect();
  const codecs = createCodecs({ url: endpoints.schemaRegistry, log });
  const resources = await codecs.codecFor(topics.configResources);
  const validated = await codecs.codecFor(topics.eventsValidated);
  const blocked = await codecs.codecFor(topics.eventsBlocked);
  const spec = {
    name: 'Web',
    type: 'http-api',
    spaceId: 'spa_1',
    enabled: true,
    writeKeys: [],
    labels: [],
    settings: {},
  };
  const resource = {
    workspace,
    kind: 'source',
    id: sourceId,
    slug: 'web',
    version: 1,
    updatedAt: 0,
    updatedBy: 'test',
  };
  await producer.send([
    {
      topic: topics.configResources.name,
      key: `${workspace}/source/${sourceId}`,
      value: resources.encode({ ...resource, spec: JSON.stringify(spec) }),
    },
  ]);

  const start = async (): Promise<{ child: ChildProcess; url: string; operations: string }> => {
    const [port, operationsPort] = [await freePort(), await freePort()];
    const child = spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'main.ts')], {
      env: {
        WORKSPACE: workspace,
        ADMIN_TOKEN: token,
        KAFKA_BROKERS: endpoints.kafka,
        SCHEMA_REGISTRY_URL: endpoints.schemaRegistry,
        PORT: `${port}`,
        OPERATIONS_PORT: `${operationsPort}`,
        LOG_LEVEL: 'error',
        ...environment,
      },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const operations = `http://127.0.0.1:${operationsPort}`;
    await untilReady(`${operations}/health/ready`, child);
    return { child, url: `http://127.0.0.1:${port}`, operations };
  };
  let running = await start();
  const stop = async (): Promise<void> => {
    const ended = once(running.child, 'exit');
    running.child.kill('SIGTERM');
    await ended;
  };
  const ask: DebuggerProcess['ask'] = (path, { token: given = token, lastEventId } = {}) =>
    fetch(`${running.url}${path}`, {
      headers: { authorization: `Bearer ${given}`, ...(lastEventId && { 'last-event-id': lastEventId }) },
    });

  return {
    sourceId,
    get child() {
      return running.child;
    },
    async allow(overrides) {
      const event = anEvent({ sourceId, ...overrides });
      const value = validated.encode({ spaceId: 'spa_1', event });
      await producer.send([
        { topic: topics.eventsValidated.name, key: 'spa_1', value, headers: eventHeaders(event) },
      ]);
    },
    async block(overrides, why) {
      const event = anEvent({ sourceId, ...overrides });
      const value = blocked.encode({ ...why, blockedAt: Date.now(), event });
      await producer.send([
        { topic: topics.eventsBlocked.name, key: sourceId, value, headers: eventHeaders(event) },
      ]);
    },
    async poison() {
      const poisonHeaders = { [headers.sourceId]: sourceId, [headers.eventType]: 'track' };
      const value = Buffer.from('poison');
      await producer.send([
        { topic: topics.eventsValidated.name, key: 'spa_1', value, headers: poisonHeaders },
      ]);
    },
    ask,
    async open(path, lastEventId) {
      return readStream(await ask(path, lastEventId === undefined ? {} : { lastEventId }));
    },
    async metric(name) {
      const text = await (await fetch(`${running.operations}/metrics`)).text();
      const lines = text
        .split('\n')
        .filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    },
    async restart() {
      await stop();
      running = await start();
    },
    async close() {
      await stop();
      codecs.close();
      await producer.close();
    },
  };
}

function readStream(response: Response): OpenStream {
  const messages: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: message => messages.push(message) });
  const closed = new AbortController();
  const body = response.body ?? new ReadableStream<Uint8Array>();
  const reading = body
    .pipeThrough(new TextDecoderStream())
    .pipeTo(new WritableStream({ write: text => parser.feed(text) }), { signal: closed.signal });
  // It ends with the connection, whichever side ends that.
  reading.catch(() => undefined);
  return {
    messages,
    async until(question) {
      const deadline = Date.now() + START_DEADLINE_MS;
      for (;;) {
        const found = messages.find(question);
        if (found !== undefined) return found;
        if (Date.now() > deadline) throw new Error(`no such message among ${messages.length}`);
        await sleep(LOOK_AGAIN_MS);
      }
    },
    close: () => closed.abort(),
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_DEADLINE_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null)
      throw new Error(`source-debugger ended with ${child.exitCode} before it was ready`);
    const isReady = await fetch(url).then(
      response => response.ok,
      () => false,
    );
    if (isReady) return;
    await sleep(LOOK_AGAIN_MS);
  }
  child.kill('SIGKILL');
  throw new Error(`source-debugger was not ready within ${START_DEADLINE_MS} ms`);
}
