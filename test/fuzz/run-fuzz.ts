import { Agent } from 'node:http';

import fc from 'fast-check';

import type { Endpoints } from '../stack/endpoints.ts';
import { post } from '../stack/gateway.ts';
import { stackProcesses } from '../stack/processes.ts';
import { shop } from '../stack/shop.ts';
import { missing } from './acknowledged-events.ts';
import { brokenHttp } from './broken-http.ts';
import { growthOf, watchMemory } from './memory.ts';
import type { OpenApi } from './openapi.ts';
import type { FuzzOptions } from './options.ts';
import { requestsTo } from './requests.ts';
import { send, sendBroken } from './send.ts';
import { openStoredEvents } from './stored-events.ts';
import { createTally, MAX_FAULTS } from './tally.ts';

/** What came of a run. */
export type FuzzReport = {
  readonly requests: number;
  /** Requests by the status they got; `none` where broken bytes got none. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly acknowledgedEvents: number;
  /** What was not as documented or promised, with what shows it; empty when all is well. */
  readonly faults: readonly string[];
  /** How much the gateway's resident memory rose once it was warm; bytes. */
  readonly grownBytes: number;
};

/** Generated and sent at a time; a seed of its own each, so that a fault can be sent again without what came before. */
const CHUNK = 200;
const BROKEN_IN_CHUNK = 6;
/** More than the garbage of a collector's cycle. */
const MAX_GROWN_BYTES = 64 * 1024 * 1024;

/** Sends generated requests to the gateway of the stack, then looks whether it lives, has grown, and has what it acknowledged. */
export async function runFuzz(
  endpoints: Endpoints,
  options: FuzzOptions,
  say: (line: string) => void,
): Promise<FuzzReport> {
  const gateway = new URL(endpoints.gateway);
  const pid = await gatewayPid();
  const document = (await (await fetch(new URL('/openapi.json', gateway))).json()) as OpenApi;
  const store = openStoredEvents(endpoints);
  const start = await store.end();
  const agent = new Agent({ keepAlive: true, maxSockets: options.concurrency });
  const memory = watchMemory(pid);
  const tally = createTally();

  const arbitrary = requestsTo(document, shop.webWriteKey);
  for (let sent = 0; sent < options.requests && tally.faults.length < MAX_FAULTS; sent += CHUNK) {
    const seed = options.seed + sent;
    const size = Math.min(CHUNK, options.requests - sent);
    const requests = fc.sample(arbitrary, { seed, numRuns: size - Math.min(BROKEN_IN_CHUNK, size) });
    const broken = fc.sample(brokenHttp, { seed, numRuns: size - requests.length });
    const exchanges = [
      ...requests.map(
        request => async () => tally.exchanged(request, await send(gateway, agent, request), seed),
      ),
      ...broken.map(bytes => async () => tally.broken(bytes, await sendBroken(gateway, bytes), seed)),
    ];
    await inParallel(exchanges, options.concurrency);
    if ((sent / CHUNK) % 10 === 9) say(`  ${sent + size} requests, ${tally.faults.length} faults`);
  }
  agent.destroy();
  memory.stop();

  if ((await gatewayPid()) !== pid) tally.faults.push('the gateway was started anew: it had ended');
  const last = await post(endpoints.gateway, '/v1/track', { body: { userId: 'after', event: 'Fuzzed' } });
  if (last.status !== 200) tally.faults.push(`a good request at the end was answered ${last.status}`);
  const lost = missing(tally.acknowledged, await store.since(start));
  tally.faults.push(
    ...lost.slice(0, MAX_FAULTS).map(event => `acknowledged and not stored: ${event.slice(0, 500)}`),
  );
  const grownBytes = growthOf(memory.samples);
  if (grownBytes > MAX_GROWN_BYTES) tally.faults.push(`the gateway has grown by ${grownBytes} bytes`);
  store.close();
  return {
    requests: tally.count(),
    statuses: tally.statuses,
    acknowledgedEvents: tally.acknowledged.length,
    faults: tally.faults,
    grownBytes,
  };
}

async function gatewayPid(): Promise<number> {
  const gateway = (await stackProcesses()).find(({ part }) => part === 'ingest-gateway');
  if (gateway === undefined)
    throw new Error('the local stack has started no gateway: start it with `make up`');
  return gateway.pid;
}

async function inParallel(jobs: readonly (() => Promise<void>)[], workers: number): Promise<void> {
  const waiting = jobs.values();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const job of waiting) await job();
    }),
  );
}
