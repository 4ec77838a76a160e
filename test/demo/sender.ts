import { randomUUID } from 'node:crypto';

import { Analytics, type Context } from '@segment/analytics-node';

import { shop } from '../stack/shop.ts';
import type { ShopCall } from './shop-traffic.ts';

/** The published client library of each source, and what became of its calls. */
export type Sender = {
  send(call: ShopCall): void;
  /** What the message ids of this run begin with. */
  readonly prefix: string;
  readonly sent: ReadonlySet<string>;
  /** When the 200 of an event came, by message id; epoch milliseconds. */
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly failures: readonly string[];
  close(): Promise<void>;
};

const FLUSH_INTERVAL_MS = 200;
const CLOSE_WITHIN_MS = 60_000;

/** Starts one client library per source of the shop. */
export function createSender(gateway: string): Sender {
  const prefix = `demo-${randomUUID().slice(0, 8)}-`;
  const sent = new Set<string>();
  const acknowledged = new Map<string, number>();
  const failures: string[] = [];
  const clients = {
    web: createClient(gateway, shop.webWriteKey),
    server: createClient(gateway, shop.serverWriteKey),
  };
  for (const client of Object.values(clients)) {
    // A callback given with a call comes up to 300 ms late; the library's own events come with the reply.
    const acknowledge = ({ event }: Context): void => {
      if (event.messageId !== undefined) acknowledged.set(event.messageId, Date.now());
    };
    for (const type of ['track', 'identify', 'page', 'group'] as const) client.on(type, acknowledge);
    client.on('error', ({ reason, code }) => {
      failures.push(reason instanceof Error ? reason.message : code);
    });
  }
  return {
    prefix,
    sent,
    acknowledged,
    failures,
    send(call) {
      const messageId = `${prefix}${randomUUID()}`;
      sent.add(messageId);
      dispatch(clients[call.source], call, messageId);
    },
    async close() {
      await Promise.all(
        Object.values(clients).map(client => client.closeAndFlush({ timeout: CLOSE_WITHIN_MS })),
      );
    },
  };
}

function createClient(gateway: string, writeKey: string): Analytics {
  return new Analytics({ writeKey, host: gateway, flushInterval: FLUSH_INTERVAL_MS });
}

function dispatch(client: Analytics, call: ShopCall, messageId: string): void {
  switch (call.type) {
    case 'page':
      client.page({ ...call, messageId });
      break;
    case 'track':
      client.track({ ...call, messageId });
      break;
    case 'identify':
      client.identify({ ...call, messageId });
      break;
    case 'group':
      client.group({ ...call, messageId });
  }
}
