import { setTimeout as sleep } from 'node:timers/promises';

import { openLanes, type Lanes } from './lanes.ts';
import { createRequestMaker } from './load-events.ts';
import { createTally, type Tally } from './tally.ts';

/** A load to put on an HTTP server. */
export type LoadPlan = {
  /** Base URL. */
  readonly target: string;
  readonly writeKey: string;
  /** Name of the run, eight characters; part of each message id. */
  readonly run: string;
  /** Requests a second, whatever the server does. */
  readonly rate: number;
  readonly seconds: number;
  readonly connections: number;
  readonly eventsPerRequest: number;
  /** Whether to report when each request was acknowledged. */
  readonly keepTimes: boolean;
};

/** What became of a load. */
export type LoadResult = {
  /** Events that were due. */
  readonly scheduled: number;
  /** Events in requests that were answered 200. */
  readonly accepted: number;
  /** Requests by status that was not 200; 0 for a connection lost. */
  readonly refused: Readonly<Record<number, number>>;
  /** From the first request to the last reply. */
  readonly elapsedMs: number;
  /** From the moment a request was due to its reply, in milliseconds: waiting for a free connection counts. */
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Epoch milliseconds of the 200 by request number, where the plan asked for them. */
  readonly acknowledgedAt: readonly number[];
};

const DRAIN_MS = 5_000;
/** A server that is this far behind will not catch up; the rest of the schedule would only fill memory. */
const HOPELESS_SECONDS = 3;

/** Puts a load on a server: requests leave when they are due, as long as a connection is free. */
export async function runOpenLoop(plan: LoadPlan): Promise<LoadResult> {
  const target = new URL(plan.target);
  const requests = createRequestMaker({ ...plan, host: target.host });
  const tally = createTally(plan.keepTimes);
  const lanes = await openLanes(target, {
    connections: plan.connections,
    make: ({ number }) => requests.make(number * plan.eventsPerRequest),
    settle: tally.settle,
  });
  const started = performance.now();
  const sent = await sendWhenDue(plan, lanes, started);
  await drain(tally, sent);
  const elapsedMs = performance.now() - started;
  lanes.close();
  const { accepted, ...rest } = tally.result();
  return {
    scheduled: Math.round(plan.rate * plan.seconds) * plan.eventsPerRequest,
    accepted: accepted * plan.eventsPerRequest,
    elapsedMs,
    ...rest,
  };
}

/** Resolves to how many requests were sent or put in line. */
async function sendWhenDue(plan: LoadPlan, lanes: Lanes, started: number): Promise<number> {
  const total = Math.round(plan.rate * plan.seconds);
  let scheduled = 0;
  while (scheduled < total && lanes.waiting() < plan.rate * HOPELESS_SECONDS) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * plan.rate));
    for (; scheduled < due; scheduled++) {
      lanes.send({ number: scheduled, at: started + (scheduled / plan.rate) * 1000 });
    }
    await sleep(1);
  }
  return scheduled;
}

async function drain(tally: Tally, sent: number): Promise<void> {
  const deadline = performance.now() + DRAIN_MS;
  while (tally.answered() < sent && performance.now() < deadline) await sleep(1);
}
