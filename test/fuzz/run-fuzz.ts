import { Agent } from 'node:http';

import type { Endpoints } from '../stack/endpoints.ts';
import { post } from '../stack/gateway.ts';
import { stackProcesses } from '../stack/processes.ts';
import { shop } from '../stack/shop.ts';
import { missing } from './acknowledged-events.ts';
import type { OpenApi } from './openapi.ts';
import type { FuzzOptions } from './options.ts';
import { requestsTo } from './requests.ts';
import { sendRound } from './round.ts';
import { openStoredEvents } from './stored-events.ts';
import { createTally, MAX_FAULTS } from './tally.ts';

/** What came of a run. */
export type FuzzReport = {
  readonly requests: number;
  /** How often as many were sent as were asked for: again where memory rose. */
  readonly rounds: number;
  /** Requests by the status they got; `none` where broken bytes got none. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly acknowledgedEvents: number;
  /** What was not as documented or promised, with what shows it; empty when all is well. */
  readonly faults: readonly string[];
  /** How much the gateway's resident memory rose in the last round, once it was warm; bytes. */
  readonly grownBytes: number;
};

/** More than the garbage of a collector's cycle. */
const MAX_GROWN_BYTES = 64 * 1024 * 1024;
/** The engine gives a heap more room once, or twice; what leaks rises in every round. */
const MAX_ROUNDS = 3;

/** Sends generated requests to the gateway of the stack, then looks whether it lives, has grown, and has what it acknowledged. */
export async function runFuzz(
  endpoints: Endpoints,
  options: FuzzOptions,
  say: (line: string) => void,
): Promise<FuzzReport> {
  const gateway = new URL(endpoints.gateway);
  const pid = await gatewayPid();
  const document = (await (await fetch(new URL('/openapi.json', gateway))).json()) as OpenApi;
  const { requests: count, concurrency } = options;
  const tally = createTally();
  const store = openStoredEvents(endpoints);
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const all = { gateway, pid, agent, requests: requestsTo(document, shop.webWriteKey), tally, say };
  try {
    const start = await store.end();
    let [rounds, grownBytes] = [0, Infinity];
    while (grownBytes > MAX_GROWN_BYTES && rounds < MAX_ROUNDS) {
      if (rounds > 0) say(`  memory rose by ${mebibytes(grownBytes)}; whether it goes on rising:`);
      grownBytes = await sendRound({ ...all, count, concurrency, seed: options.seed + rounds * count });
      rounds += 1;
    }
    if (grownBytes > MAX_GROWN_BYTES)
      tally.faults.push(
        `memory rose in each of ${MAX_ROUNDS} rounds, by ${mebibytes(grownBytes)} in the last`,
      );

    if ((await gatewayPid()) !== pid) tally.faults.push('the gateway was started anew: it had ended');
    const last = await post(endpoints.gateway, '/v1/track', { body: { userId: 'after', event: 'Fuzzed' } });
    if (last.status !== 200) tally.faults.push(`a good request at the end was answered ${last.status}`);
    const lost = missing(tally.acknowledged, await store.since(start));
    tally.faults.push(
      ...lost.slice(0, MAX_FAULTS).map(event => `acknowledged and not stored: ${event.slice(0, 500)}`),
    );
    return {
      requests: tally.count(),
      rounds,
      statuses: tally.statuses,
      acknowledgedEvents: tally.acknowledged.length,
      faults: tally.faults,
      grownBytes,
    };
  } finally {
    agent.destroy();
    store.close();
  }
}

async function gatewayPid(): Promise<number> {
  const gateway = (await stackProcesses()).find(({ part }) => part === 'ingest-gateway');
  if (gateway === undefined)
    throw new Error('the local stack has started no gateway: start it with `make up`');
  return gateway.pid;
}

/** As a person reads it. */
export function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}
