import type { Agent } from 'node:http';

import fc, { type Arbitrary } from 'fast-check';

import { brokenHttp } from './broken-http.ts';
import { growthOf, watchMemory } from './memory.ts';
import type { FuzzRequest } from './requests.ts';
import { send, sendBroken } from './send.ts';
import { MAX_FAULTS, type Tally } from './tally.ts';

/** What a round sends, and where to. */
export type Round = {
  readonly gateway: URL;
  /** The gateway's process. */
  readonly pid: number;
  readonly agent: Agent;
  readonly requests: Arbitrary<FuzzRequest>;
  readonly count: number;
  readonly concurrency: number;
  /** Of its first requests. */
  readonly seed: number;
  readonly tally: Tally;
  readonly say: (line: string) => void;
};

/** Generated and sent at a time; a seed of its own each, so that a fault can be sent again without what came before. */
const CHUNK = 200;
const BROKEN_IN_CHUNK = 6;
const CHUNKS_PER_LINE = 10;

/** Sends the requests of a round and gives how much the gateway's resident memory rose meanwhile, once it was warm; bytes. */
export async function sendRound(round: Round): Promise<number> {
  const memory = watchMemory(round.pid);
  try {
    for (let sent = 0; sent < round.count && round.tally.faults.length < MAX_FAULTS; sent += CHUNK) {
      await sendChunk(round, round.seed + sent, Math.min(CHUNK, round.count - sent));
      if ((sent / CHUNK + 1) % CHUNKS_PER_LINE === 0)
        round.say(`  ${round.tally.count()} requests, ${round.tally.faults.length} faults`);
    }
  } finally {
    memory.stop();
  }
  return growthOf(memory.samples);
}

async function sendChunk(
  { gateway, agent, requests, concurrency, tally }: Round,
  seed: number,
  size: number,
): Promise<void> {
  const good = fc.sample(requests, { seed, numRuns: size - Math.min(BROKEN_IN_CHUNK, size) });
  const broken = fc.sample(brokenHttp, { seed, numRuns: size - good.length });
  const exchanges = [
    ...good.map(request => async () => tally.exchanged(request, await send(gateway, agent, request), seed)),
    ...broken.map(bytes => async () => tally.broken(bytes, await sendBroken(gateway, bytes), seed)),
  ];
  await inParallel(exchanges, concurrency);
}

async function inParallel(jobs: readonly (() => Promise<void>)[], workers: number): Promise<void> {
  const waiting = jobs.values();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (const job of waiting) await job();
    }),
  );
}
