import { join } from 'node:path';
import { addressesOf } from '../endpoints.ts';
import type { Stack } from '../stack.ts';
import type { Part } from './part.ts';
import { answersHttp } from './probes.ts';

const MAIN = join(import.meta.dirname, '..', 'inbox', 'main.ts');

/** The development receiver of deliveries. */
export function createInboxPart({ settings, layout, ports }: Stack): Part {
  return {
    name: 'inbox',
    group: 'infrastructure',
    ports: [ports.inbox],
    launch: () => ({
      command: process.execPath,
      args: [MAIN],
      env: { PORT: String(ports.inbox), MEMORY: `${settings.inboxMemoryBytes}B` },
      cwd: layout.repository,
    }),
    isReady: signal => answersHttp(`${addressesOf(ports).inbox}/behaviour`, signal),
    readyWithinMs: 30_000,
    stopWithinMs: 5_000,
  };
}
