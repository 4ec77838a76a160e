/** Files of a new stream service, by path in the repository: it runs as made, reads profile activity and does nothing with it. */
export function serviceFiles(name: string): Readonly<Record<string, string>> {
  const folder = `services/${name}`;
  const deadLetters = `${codeName(name)}DeadLetters`;
  return {
    [`schemas/${name}.dead-letters.v1/topic.yaml`]: deadLettersTopic(name),
    [`${folder}/package.json`]: `${JSON.stringify(manifest(name), null, 2)}\n`,
    [`${folder}/README.md`]: readme(name),
    [`${folder}/src/main.ts`]: mainProgram(name),
    [`${folder}/src/config.ts`]: CONFIG,
    [`${folder}/src/topology.ts`]: topology(name, deadLetters),
    [`${folder}/src/handler.ts`]: HANDLER,
    [`${folder}/src/handler.test.ts`]: HANDLER_TEST,
  };
}

function codeName(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function manifest(name: string): object {
  const packages = [
    'config',
    'contracts',
    'http',
    'kafka',
    'redis',
    'schema-registry',
    'stream',
    'stream-runtime',
  ];
  return {
    name: `@millrace/${name}`,
    version: '0.1.0',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(packages.map(one => [`@millrace/${one}`, 'workspace:*'])),
    devDependencies: { '@millrace/testing': 'workspace:*' },
  };
}

function deadLettersTopic(name: string): string {
  return `owner: ${name}
doc: Records ${name} could not use, with their bytes as read and the reason in headers.
key: as the input's
value: bytes
partitions: 1
cleanup: delete
retention: 30d
retentionBytes: 1GB
dataClass: personal
`;
}

function readme(name: string): string {
  return `# ${name}

What it is for, in one sentence.

| Reads                  | Writes | Keeps |
| ---------------------- | ------ | ----- |
| \`profiles.activity.v1\` | –      | –     |

## Guarantees

## Settings

The [common ones](../../packages/config/README.md).

## How it fails
`;
}

function mainProgram(name: string): string {
  return `import { runService, startTelemetry } from '@millrace/http';
import { createKafka, ensureTopics } from '@millrace/kafka';
import { createRedis } from '@millrace/redis';
import { createCodecs } from '@millrace/schema-registry';
import { topicsOf } from '@millrace/stream';
import { runTopology, type RunningTopology } from '@millrace/stream-runtime';

import manifest from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { createTopology } from './topology.ts';

const service = '${name}';
const { version } = manifest;

runService(service, async lifetime => {
  const { signal, onStop, waitFor } = lifetime;
  const config = readConfig();
  let running: RunningTopology | undefined = undefined;
  const telemetry = await startTelemetry(lifetime, { service, version, config, program: () => running });
  const { log } = telemetry;

  const kafka = createKafka({ brokers: config.kafkaBrokers, clientId: service, log });
  const codecs = createCodecs({ url: config.schemaRegistryUrl, log });
  onStop('schema registry', () => codecs.close());
  const redis = createRedis({ url: config.redisUrl, log });
  onStop('Redis', () => redis.disconnect());

  const topology = createTopology();
  await ensureTopics({ kafka, topics: topicsOf(topology), log, signal });
  const tables = (): undefined => undefined;
  const program = await waitFor('Kafka', () =>
    runTopology(topology, { kafka, redis, codecs, telemetry, version, tables }),
  );
  onStop('topology', () => program.stop());
  running = program;
});
`;
}

function topology(name: string, deadLetters: string): string {
  return `import { topics, type ProfileActivity } from '@millrace/contracts';
import type { Topology } from '@millrace/stream';

import { handle } from './handler.ts';

/** The program of ${name}. */
export function createTopology(): Topology<ProfileActivity, never> {
  return {
    service: '${name}',
    group: '${name}',
    input: topics.profilesActivity,
    outputs: [],
    deadLetters: topics.${deadLetters},
    handler: handle,
  };
}
`;
}

const CONFIG = `import { commonConfig, defineConfig, loadConfig, type ConfigOf } from '@millrace/config';

const declaration = defineConfig({ ...commonConfig });

/** The service's settings. */
export type Config = ConfigOf<typeof declaration>;

/** Reads the settings from the environment. Throws one ConfigError with every problem. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  return loadConfig(declaration, environment);
}
`;

const HANDLER = `import type { ProfileActivity } from '@millrace/contracts';
import { ignore, type Handler } from '@millrace/stream';

/** Decides one record. */
export const handle: Handler<ProfileActivity, never> = () => ignore('nothing-to-do');
`;

const HANDLER_TEST = `import { describe, expect, it } from '@jest/globals';

import { createTopology } from './topology.ts';

describe('the program', () => {
  it('reads profile activity', () => {
    expect(createTopology().input.name).toBe('profiles.activity.v1');
  });
});
`;
