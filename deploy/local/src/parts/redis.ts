import { join } from 'node:path';
import type { Stack } from '../stack.ts';
import type { Part } from './part.ts';
import { answersRedisPing } from './probes.ts';

/** The machine's redis-server, with a folder and a port of its own. */
export function createRedisPart({ layout, ports }: Stack): Part {
  const folder = join(layout.data, 'redis');
  const options = {
    port: ports.redis,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    save: '',
    'maxmemory-policy': 'noeviction',
  };
  return {
    name: 'redis',
    group: 'infrastructure',
    ports: [ports.redis],
    launch: () => ({
      command: 'redis-server',
      args: Object.entries(options).flatMap(([key, value]) => [`--${key}`, String(value)]),
      cwd: folder,
    }),
    isReady: signal => answersRedisPing(ports.redis, signal),
    readyWithinMs: 60_000,
    stopWithinMs: 15_000,
  };
}
