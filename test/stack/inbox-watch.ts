import { setTimeout as sleep } from 'node:timers/promises';

import { deliveredMessageId, type Inbox } from './inbox.ts';

/** An event the inbox took. */
type Delivery = { readonly messageId: string; readonly receivedAt: number };

/** Deliveries to the inbox, collected while a run is under way: the inbox keeps only the newest. */
export type InboxWatch = {
  /** Accepted deliveries in the order they came, repeats included. */
  readonly deliveries: readonly Delivery[];
  /** Different events among them. */
  readonly events: ReadonlyMap<string, Delivery>;
  stop(): Promise<void>;
};

/** Collects what is delivered from `since` on (epoch milliseconds), of the events `isOurs` names. */
export function watchInbox(
  inbox: Inbox,
  {
    since,
    isOurs,
    everyMs = 100,
  }: { readonly since: number; readonly isOurs: (messageId: string) => boolean; readonly everyMs?: number },
): InboxWatch {
  const deliveries: Delivery[] = [];
  const events = new Map<string, Delivery>();
  let isStopped = false;

  const follow = async (): Promise<void> => {
    let cursor = since;
    while (!isStopped) {
      const page = await inbox.requests(cursor);
      for (const request of page) {
        cursor = request.receivedAt;
        const messageId = deliveredMessageId(request);
        if (messageId === undefined || request.status >= 300 || !isOurs(messageId)) continue;
        const delivery = { messageId, receivedAt: request.receivedAt };
        deliveries.push(delivery);
        if (!events.has(messageId)) events.set(messageId, delivery);
      }
      if (page.length === 0) await sleep(everyMs);
    }
  };
  const following = follow();
  // Whoever stops the watch hears of its failure.
  following.catch(() => undefined);
  return {
    deliveries,
    events,
    stop() {
      isStopped = true;
      return following;
    },
  };
}
