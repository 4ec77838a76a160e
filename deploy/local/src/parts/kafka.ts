import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stack } from '../stack.ts';
import { javaArguments } from './java-arguments.ts';
import { kafkaProperties } from './kafka-properties.ts';
import type { JavaDownloads, Part } from './part.ts';
import { listens } from './probes.ts';

const run = promisify(execFile);
const LOGGING = join(import.meta.dirname, '..', '..', 'java', 'log4j2.properties');

/** Apache Kafka, one node. */
export function createKafkaPart({ settings, layout, ports }: Stack): Part {
  const folder = join(layout.data, 'kafka');
  const properties = join(folder, 'server.properties');
  const logFolder = join(folder, 'log');
  return {
    name: 'kafka',
    group: 'infrastructure',
    ports: [ports.kafka, ports.kafkaController],
    launch: async downloads => {
      const { java, artifacts } = await downloads;
      await mkdir(folder, { recursive: true });
      await mkdir(layout.cache, { recursive: true });
      await writeFile(properties, kafkaProperties(ports, logFolder));
      await formatOnce({ java, artifacts }, properties, logFolder);
      const tuning = { heapBytes: settings.kafkaHeapBytes, classArchive: join(layout.cache, 'kafka.jsa') };
      return {
        command: java,
        args: [
          ...javaArguments(tuning),
          `-Dlog4j2.configurationFile=${LOGGING}`,
          ...['-cp', artifacts.kafkaClasspath, 'kafka.Kafka', properties],
        ],
        cwd: folder,
      };
    },
    // The broker listens only once it is registered and has recovered its logs.
    isReady: signal => listens(ports.kafka, signal),
    readyWithinMs: 90_000,
    stopWithinMs: 60_000,
  };
}

/** Gives the data folder its cluster id, which the broker asks for. */
async function formatOnce(
  { java, artifacts }: JavaDownloads,
  properties: string,
  logFolder: string,
): Promise<void> {
  if (existsSync(join(logFolder, 'meta.properties'))) return;
  const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
  const format = [
    'kafka.tools.StorageTool',
    'format',
    '--ignore-formatted',
    '-t',
    clusterId,
    '-c',
    properties,
  ];
  await run(java, ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-cp', artifacts.kafkaClasspath, ...format]);
}
