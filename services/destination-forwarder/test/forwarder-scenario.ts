import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  eventHeaders,
  headers,
  topics,
  type ConfigResource,
  type DeliveryOutcome,
} from '@millrace/contracts';
import { createKafka, createProducer, ensureTopics, type ProducerRecord } from '@millrace/kafka';
import { createVault, NONCE_BYTES, resourceKey, type Vault } from '@millrace/resources';
import { createCodecs } from '@millrace/schema-registry';
import { newTraceparent, silentLog } from '@millrace/telemetry';
import { anEvent, testEndpoints } from '@millrace/testing';

import { anActivity } from '../src/fixtures/forwarding.ts';

/** A destination of a scenario. */
type ScenarioDestination = { readonly id: string; readonly url: string; readonly enabled?: boolean };

/** Forwarders, destinations and events of one test, apart from those of every other. */
export type ForwarderScenario = {
  /** A new id for a destination. */
  newId(): string;
  /** Writes a destination's resource; it is connected to the scenario's source. */
  configure(destination: ScenarioDestination): Promise<void>;
  /** Starts a forwarder process of one destination, or of all. */
  start(options?: { destination?: string; environment?: Readonly<Record<string, string>> }): ChildProcess;
  /** Writes events `<person>-<from>` to `<person>-<to - 1>` of each person, the persons in turn. */
  write(persons: readonly string[], from: number, to: number): Promise<void>;
  /** Outcomes written for a destination so far. */
  outcomes(destinationId: string): readonly DeliveryOutcome[];
  close(): Promise<void>;
};

const main = join(import.meta.dirname, '..', 'src', 'main.ts');
const WORKSPACE = 'forwarder-test';

/** Prepares the topics and what the scenario writes with. */
export async function createScenario(): Promise<ForwarderScenario> {
  const endpoints = testEndpoints();
  const sourceId = `src_${randomUUID()}`;
  const kafka = createKafka({ brokers: [endpoints.kafka], clientId: 'forwarder-test', log: silentLog });
  const codecs = createCodecs({ url: endpoints.schemaRegistry, log: silentLog });
  const written = [topics.configResources, topics.profilesActivity, topics.deliveriesOutcomes];
  await ensureTopics({ kafka, topics: written, log: silentLog });
  const [resourceCodec, activityCodec, outcomeCodec] = await Promise.all([
    codecs.codecFor(topics.configResources),
    codecs.codecFor(topics.profilesActivity),
    codecs.codecFor(topics.deliveriesOutcomes),
  ]);
  const bounds = { deliveryTimeoutMs: 30_000, maxWaitingBytes: 64_000_000, maxWaitingRecords: 100_000 };
  const producer = createProducer({ kafka, topics: written, log: silentLog, ...bounds });
  await producer.connect();

  const outcomes: DeliveryOutcome[] = [];
  const consumer = kafka.consumer({ groupId: `forwarder-test-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic: topics.deliveriesOutcomes.name });
  // Only what comes from here on: the topic may hold those of a million events.
  const reading = new Promise<void>(resolve => {
    consumer.on(consumer.events.FETCH, () => resolve());
  });
  await consumer.run({
    async eachMessage({ message: { value } }) {
      if (value !== null) outcomes.push(outcomeCodec.decode(value));
    },
  });
  await reading;

  const ids: string[] = [];
  const processes: ChildProcess[] = [];
  let version = 0;

  return {
    newId() {
      const id = `dst_${randomUUID()}`;
      ids.push(id);
      return id;
    },
    async configure({ id, url, enabled = true }) {
      version += 1;
      const spec = {
        name: id,
        type: 'webhook',
        enabled,
        sourceIds: [sourceId],
        settings: { url },
        // No other forwarder has the key: one that runs beside the test leaves the destination alone.
        secrets: { sharedSecret: vaultOf(id).seal('sharedSecret', 'shared') },
      };
      const resource: ConfigResource = {
        workspace: WORKSPACE,
        kind: 'destination',
        id,
        slug: id,
        version,
        updatedAt: Date.now(),
        updatedBy: 'a test',
        spec: JSON.stringify(spec),
      };
      const value = resourceCodec.encode(resource);
      await producer.send([{ topic: topics.configResources.name, key: resourceKey(resource), value }]);
    },
    start({ destination, environment = {} } = {}) {
      const child = spawn(process.execPath, [main], {
        env: {
          KAFKA_BROKERS: endpoints.kafka,
          SCHEMA_REGISTRY_URL: endpoints.schemaRegistry,
          REDIS_URL: `redis://${endpoints.redis}`,
          OPERATIONS_PORT: '0',
          LOG_LEVEL: 'warn',
          SECRETS_KEY: secretsKey.toString('hex'),
          SESSION_TIMEOUT: '6s',
          RETRY_FIRST_DELAY: '100ms',
          RETRY_MAX_DELAY: '1s',
          ...(destination !== undefined && { DESTINATION: destination }),
          ...environment,
        },
        stdio: ['ignore', process.env['FORWARDER_LOGS'] === undefined ? 'ignore' : 'inherit', 'inherit'],
      });
      processes.push(child);
      return child;
    },
    async write(persons, from, to) {
      const records: ProducerRecord[] = [];
      for (let index = from; index < to; index++) {
        for (const person of persons) {
          const event = anEvent({
            messageId: `${person}-${index}`,
            userId: person,
            sourceId,
            receivedAt: Date.now(),
          });
          const traceparent = newTraceparent(0);
          records.push({
            topic: topics.profilesActivity.name,
            key: person,
            value: activityCodec.encode(anActivity(person, event)),
            headers: { ...eventHeaders(event), [headers.traceparent]: traceparent },
          });
        }
      }
      await producer.send(records);
    },
    outcomes: destinationId => outcomes.filter(outcome => outcome.destinationId === destinationId),
    async close() {
      await Promise.all(processes.map(child => ended(child, 'SIGTERM')));
      // Forwarders of later tests, and of other runs, must not take these up.
      await producer.send(
        ids.map(keyOf).map(key => ({ topic: topics.configResources.name, key, value: null })),
      );
      await consumer.disconnect();
      await producer.close();
      codecs.close();
    },
  };
}

const secretsKey = randomBytes(32);

function keyOf(id: string): string {
  return resourceKey({ workspace: WORKSPACE, kind: 'destination', id });
}

function vaultOf(id: string): Vault {
  const newNonce = (): Buffer => randomBytes(NONCE_BYTES);
  return createVault({ resourceKey: keyOf(id), key: secretsKey, newNonce });
}

/** Ends a process with a signal and waits until it is gone; its exit code, null where the signal ended it. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
  return child.exitCode;
}

/** Waits until something holds; throws with what is there instead when it takes too long. */
export async function until(
  holds: () => boolean,
  otherwise: () => unknown = () => '',
  withinMs = 40_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`it took too long: ${JSON.stringify(otherwise())}`);
    await sleep(50);
  }
}
