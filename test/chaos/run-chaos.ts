import { setTimeout as sleep } from 'node:timers/promises';

import { seededRandom } from '../demo/random.ts';
import type { Endpoints } from '../stack/endpoints.ts';
import { releaseMonkey, type Crash, type MonkeyPace } from './monkey.ts';
import { runTrial, type Trial } from './trial.ts';

/** How a run of chaos goes. */
export type ChaosOptions = {
  readonly seconds: number;
  readonly persons: number;
  readonly pauseMs: number;
  readonly seed: number;
  readonly parts: readonly string[];
  readonly pace: MonkeyPace;
};

/** What came of it. */
export type ChaosReport = Trial & { readonly crashes: readonly Crash[] };

/** The services whose crash must lose, double and reorder nothing. */
export const services = [
  'ingest-gateway',
  'protocols-validator',
  'identity-stitcher',
  'event-archiver',
  'destination-forwarder',
] as const;

/** Kills parts of the stack under load, lets it recover, and compares what was acknowledged with what arrived. */
export async function runChaos(
  endpoints: Endpoints,
  options: ChaosOptions,
  say: (line: string) => void,
): Promise<ChaosReport> {
  let crashes: readonly Crash[] = [];
  const trial = await runTrial(endpoints, { ...options, name: 'chaos', say }, async () => {
    const monkey = releaseMonkey({ ...options, random: seededRandom(options.seed), say });
    crashes = monkey.crashes;
    try {
      await sleep(options.seconds * 1000);
    } finally {
      await monkey.stop();
    }
  });
  return { ...trial, crashes };
}
