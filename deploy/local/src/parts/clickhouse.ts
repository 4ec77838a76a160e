import { join } from 'node:path';
import { addressesOf } from '../endpoints.ts';
import type { Stack } from '../stack.ts';
import type { Part } from './part.ts';
import { answersHttp } from './probes.ts';

const MAIN = join(import.meta.dirname, '..', 'clickhouse-front', 'main.ts');

/** ClickHouse's engine in a process of our own, behind ClickHouse's HTTP interface. */
export function createClickhousePart({ settings, layout, ports }: Stack): Part {
  const folder = join(layout.data, 'clickhouse');
  return {
    name: 'clickhouse',
    group: 'infrastructure',
    ports: [ports.clickhouse],
    launch: () => ({
      command: process.execPath,
      args: [MAIN],
      env: {
        PORT: String(ports.clickhouse),
        DATA_FOLDER: folder,
        MEMORY: `${settings.clickhouseMemoryBytes}B`,
        // The engine's calls wait on these threads.
        UV_THREADPOOL_SIZE: '16',
      },
      cwd: folder,
    }),
    isReady: signal => answersHttp(`${addressesOf(ports).clickhouse}/ping`, signal),
    readyWithinMs: 60_000,
    stopWithinMs: 20_000,
  };
}
