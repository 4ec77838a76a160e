import { fork } from 'node:child_process';
import { once } from 'node:events';

import type { Bench } from '../bench.ts';
import { measureAcceptedRate, type AcceptedRateReport } from './accepted-rate.ts';

/** What one process that only parses JSON and answers accepts: the gateway's ceiling. */
export async function measureHttpCeiling(
  bench: Bench,
  load: { readonly eventsPerRequest: number; readonly startPerSecond: number },
): Promise<AcceptedRateReport> {
  const server = fork(`${import.meta.dirname}/http-ceiling-server.ts`);
  try {
    const [port] = (await once(server, 'message')) as [number];
    return await measureAcceptedRate(bench, { ...load, target: `http://127.0.0.1:${port}` });
  } finally {
    server.kill();
  }
}
