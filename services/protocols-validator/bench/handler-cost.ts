/** Cost of judging an event without I/O: `node bench/handler-cost.ts [events]`. States live in a Map. */
import { decodeWire, encodeWire, topics, type Event, type SeenMessage } from '@millrace/contracts';
import type { InputRecord } from '@millrace/stream';

import { createTopology } from '../src/topology.ts';

const [events = 400_000] = process.argv.slice(2).map(Number);
const topology = createTopology({ dedupeWindowMs: 86_400_000, configGraceMs: 10_000 });
const tables = { readAt: 0, sourceById: () => ({ enabled: true, spaceId: 'spa_shop' }) };
const context = JSON.stringify({
  ip: '203.0.113.7',
  library: { name: 'analytics.js', version: '2.11.1' },
  locale: 'en-GB',
  page: {
    path: '/cart',
    referrer: 'https://shop.example/',
    title: 'Your cart',
    url: 'https://shop.example/cart',
  },
  userAgent:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
});
const consented = `${context.slice(0, -1)},"consent":{"categoryPreferences":{"Advertising":true,"Analytics":false}}}`;
const properties = JSON.stringify({ orderId: 'o-20931', total: 129.9, currency: 'EUR', coupon: 'SPRING' });

/** Every third context carries consent, every twentieth event has a fault. */
function eventAt(index: number): Event {
  return {
    messageId: `ajs-next-${index}-f8ca1e4de5024d9430b3928bd8ac6b96`,
    type: 'track',
    event: index % 20 === 0 ? null : 'Order Completed',
    name: null,
    category: null,
    userId: null,
    anonymousId: `23adfd82-aa0f-45a7-a756-${String(index % 10_000).padStart(12, '0')}`,
    groupId: null,
    previousId: null,
    sourceId: 'src_shopweb',
    timestamp: 1_700_000_000_000 + index,
    originalTimestamp: 1_700_000_000_000 + index,
    sentAt: 1_700_000_000_000 + index,
    receivedAt: 1_700_000_000_050 + index,
    channel: 'browser',
    version: null,
    properties,
    traits: null,
    context: index % 3 === 0 ? consented : context,
    integrations: '{}',
    malformed: [],
    refusal: null,
    original: `{"type":"track","properties":${properties},"context":${context}}`,
  };
}

const store = new Map<string, SeenMessage>();
const view = { get: (key: string) => store.get(key) };
const spent = { decode: 0, keys: 0, handler: 0, encode: 0 };
for (let index = 0; index < events; index++) {
  const event = eventAt(index);
  const bytes = encodeWire(topics.eventsCollected.type, 1, event);
  const began = performance.now();
  const value = decodeWire(topics.eventsCollected.type, bytes);
  const decodedAt = performance.now();
  if (value === undefined) throw new Error('the value ended early');
  const key = `${event.sourceId}:${event.anonymousId}`;
  const record = { kind: 'record', key, bytes, headers: {}, partition: 0, offset: `${index}` } as const;
  const input: InputRecord<Event> = { ...record, value, timestamp: event.receivedAt };
  const judged = { now: event.receivedAt, tables };
  // The runtime asks before it loads and once more at the record's turn.
  topology.stateKeys?.(input, view, judged);
  topology.stateKeys?.(input, view, judged);
  const keysAt = performance.now();
  const step = topology.handler(view, input, judged);
  const steppedAt = performance.now();
  if (step.kind !== 'next') throw new Error(`unexpected step ${step.kind}`);
  for (const { key: changed, state } of step.changes) if (state !== undefined) store.set(changed, state);
  for (const { topic, value: output } of step.outputs) encodeWire(topic.type, 1, output as never);
  const encodedAt = performance.now();
  spent.decode += decodedAt - began;
  spent.keys += keysAt - decodedAt;
  spent.handler += steppedAt - keysAt;
  spent.encode += encodedAt - steppedAt;
}
const microseconds = (ms: number): string => ((ms * 1000) / events).toFixed(2);
process.stdout.write(
  `${events} events\n` +
    `µs an event: decode ${microseconds(spent.decode)}, keys (twice) ${microseconds(spent.keys)}, handler ${microseconds(spent.handler)}, encode ${microseconds(spent.encode)}\n`,
);
