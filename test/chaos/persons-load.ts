import { setTimeout as sleep } from 'node:timers/promises';

import { Agent, request } from 'undici';

import { shop } from '../stack/shop.ts';
import { personEvent, type PersonEvent } from './persons.ts';

/** What the senders know of their events. */
export type PersonsLoad = {
  readonly sent: ReadonlyMap<string, PersonEvent>;
  readonly acknowledged: ReadonlySet<string>;
  /** Sends repeated because the answer was not 200, or did not come. */
  readonly repeats: () => number;
  /** Lets each person finish the event in hand; one that is not acknowledged half a minute later is given up. */
  stop(): Promise<void>;
};

const RETRY_AFTER_MS = 200;
const REPLY_WITHIN_MS = 10_000;
const FINISH_WITHIN_MS = 30_000;

/**
 * Persons who act one after another: each sends its next event only when the last is acknowledged, and repeats an event
 * (same message id) until it is. So the order of their numbers is the order that must survive.
 */
export function startPersons(
  gateway: string,
  { run, persons, pauseMs }: { readonly run: string; readonly persons: number; readonly pauseMs: number },
): PersonsLoad {
  const sent = new Map<string, PersonEvent>();
  const acknowledged = new Set<string>();
  const agent = new Agent({ connections: persons, pipelining: 1 });
  let repeats = 0;
  let isStopped = false;
  let givenUpAt = Infinity;

  const deliver = async (event: PersonEvent): Promise<void> => {
    sent.set(event.messageId, event);
    while (!(await isAccepted(gateway, event, agent))) {
      if (performance.now() > givenUpAt) return;
      repeats += 1;
      await sleep(RETRY_AFTER_MS);
    }
    acknowledged.add(event.messageId);
  };
  const act = async (person: number): Promise<void> => {
    for (let number = 0; !isStopped; number++) {
      await deliver(personEvent(run, person, number));
      await sleep(pauseMs);
    }
  };
  const acting = Promise.all(Array.from({ length: persons }, (_, person) => act(person)));
  return {
    sent,
    acknowledged,
    repeats: () => repeats,
    async stop() {
      isStopped = true;
      givenUpAt = performance.now() + FINISH_WITHIN_MS;
      await acting;
      await agent.close();
    },
  };
}

async function isAccepted(gateway: string, event: PersonEvent, dispatcher: Agent): Promise<boolean> {
  try {
    const reply = await request(`${gateway}${event.path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${shop.webWriteKey}:`)}`,
      },
      body: event.body,
      dispatcher,
      signal: AbortSignal.timeout(REPLY_WITHIN_MS),
    });
    await reply.body.dump();
    return reply.statusCode === 200;
  } catch {
    // The gateway is down or was killed with the answer on its way: whether it has the event is unknown.
    return false;
  }
}
