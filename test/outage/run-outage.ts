import { setTimeout as sleep } from 'node:timers/promises';

import { runTrial, type Trial } from '../chaos/trial.ts';
import type { Endpoints } from '../stack/endpoints.ts';
import { waitUntil } from '../stack/wait-until.ts';
import { removeBroker, type Absence } from './broker.ts';
import { sampleGateway, spoolBytes, type GatewaySample } from './gateway-samples.ts';

/** How an outage goes. */
export type OutageOptions = {
  /** How long Kafka is away. */
  readonly seconds: number;
  readonly persons: number;
  readonly pauseMs: number;
  readonly how: Absence;
};

/** What came of it. */
export type OutageReport = Trial & {
  readonly samples: readonly GatewaySample[];
  /** Events acknowledged while Kafka was away. */
  readonly acknowledgedMeanwhile: number;
  /** From the moment Kafka was back until it had all that was kept on disk. */
  readonly drainedMs: number;
};

/** Load before and after, for comparison. */
const AROUND_MS = 5_000;
const DRAINED_WITHIN_MS = 300_000;

/** Takes Kafka away under load, brings it back, waits until the spool is empty, and compares what was acknowledged with what arrived. */
export async function runOutage(
  endpoints: Endpoints,
  { seconds, persons, pauseMs, how }: OutageOptions,
  say: (line: string) => void,
): Promise<OutageReport> {
  let samples: readonly GatewaySample[] = [];
  let acknowledgedMeanwhile = 0;
  let drainedMs = 0;
  const trial = await runTrial(
    endpoints,
    { name: 'outage', persons, pauseMs, say },
    async ({ acknowledged }) => {
      const watch = sampleGateway(() => acknowledged.size);
      ({ samples } = watch);
      try {
        await sleep(AROUND_MS);
        const bringBack = await removeBroker(how);
        say(`  kafka is ${how}`);
        const before = acknowledged.size;
        await sleep(seconds * 1000).finally(bringBack);
        acknowledgedMeanwhile = acknowledged.size - before;
        say('  kafka is back');
        const back = performance.now();
        await waitUntil(
          'the spool to be empty',
          async () => ((await spoolBytes()) === 0 ? true : undefined),
          {
            withinMs: DRAINED_WITHIN_MS,
          },
        );
        drainedMs = Math.round(performance.now() - back);
        await sleep(AROUND_MS);
      } finally {
        await watch.stop();
      }
    },
  );
  return { ...trial, samples, acknowledgedMeanwhile, drainedMs };
}
