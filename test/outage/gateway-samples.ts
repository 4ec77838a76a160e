import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { stackHome } from '../stack/endpoints.ts';
import { residentBytesOf, stackProcesses } from '../stack/processes.ts';

/** What the gateway has at a moment. */
export type GatewaySample = {
  readonly atMs: number;
  readonly residentBytes: number;
  readonly spoolBytes: number;
  /** Events acknowledged since the last sample. */
  readonly acknowledged: number;
};

const EVERY_MS = 1_000;

/** Looks at the gateway once a second until told to stop. */
export function sampleGateway(acknowledged: () => number): {
  readonly samples: readonly GatewaySample[];
  stop(): Promise<void>;
} {
  const samples: GatewaySample[] = [];
  const started = performance.now();
  const stopping = new AbortController();
  let last = acknowledged();

  const look = async (): Promise<void> => {
    const gateway = (await stackProcesses()).find(({ part }) => part === 'ingest-gateway');
    const total = acknowledged();
    samples.push({
      atMs: Math.round(performance.now() - started),
      residentBytes: (gateway && (await residentBytesOf(gateway.pid))) ?? 0,
      spoolBytes: await spoolBytes(),
      acknowledged: total - last,
    });
    last = total;
  };
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      await look();
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  return {
    samples,
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}

/** Bytes of the gateway's spool; 0 once Kafka has all of it. */
export async function spoolBytes(): Promise<number> {
  const folder = join(stackHome(), 'data', 'ingest-gateway');
  const names = (await readdir(folder)).filter(name => name.endsWith('.segment'));
  // A segment may vanish meanwhile.
  const sizes = names.map(name =>
    stat(join(folder, name)).then(
      ({ size }) => size,
      () => 0,
    ),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
