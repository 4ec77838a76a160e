/** Cost of resolving an event without I/O: `node bench/handler-cost.ts [people] [events]`. States live in a Map. */
import { decodeWire, encodeWire, topics, type Event, type GraphNode } from '@millrace/contracts';
import type { InputRecord } from '@millrace/stream';
import type { ValidatedEvent } from '@millrace/contracts';

import { createTopology } from '../src/topology.ts';

const [people = 10_000, events = 400_000] = process.argv.slice(2).map(Number);
const topology = createTopology({ futureBoundMs: 300_000 });
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
const properties = JSON.stringify({
  orderId: 'o-20931',
  total: 129.9,
  currency: 'EUR',
  products: [
    { sku: 'sku-1', name: 'Lamp', price: 89.9, quantity: 1 },
    { sku: 'sku-2', name: 'Bulb', price: 20, quantity: 2 },
  ],
});

/** A visit of each person in turn: every tenth event is an identify call with an email. */
function eventAt(index: number): Event {
  const person = index % people;
  const isIdentify = Math.floor(index / people) % 10 === 1;
  return {
    messageId: `ajs-next-${index}-f8ca1e4de5024d9430b3928bd8ac6b96`,
    type: isIdentify ? 'identify' : 'track',
    event: isIdentify ? null : 'Order Completed',
    name: null,
    category: null,
    userId: index < people ? null : `user-${person}`,
    anonymousId: `23adfd82-aa0f-45a7-a756-${String(person).padStart(12, '0')}`,
    groupId: null,
    previousId: null,
    sourceId: 'src_shopweb',
    timestamp: 1_700_000_000_000 + index,
    originalTimestamp: 1_700_000_000_000 + index,
    sentAt: 1_700_000_000_000 + index,
    receivedAt: 1_700_000_000_050 + index,
    channel: 'browser',
    version: null,
    properties: isIdentify ? null : properties,
    traits: isIdentify ? `{"email":"user-${person}@example.com","name":"Jane Doe","plan":"pro"}` : null,
    context,
    integrations: '{}',
    malformed: [],
    refusal: null,
    original: `{"type":"track","properties":${properties},"context":${context}}`,
  };
}

const store = new Map<string, GraphNode>();
const view = { get: (key: string) => store.get(key) };
const spent = { decode: 0, keys: 0, handler: 0, encode: 0 };
let outputBytes = 0;
for (let index = 0; index < events; index++) {
  const value = { spaceId: 'spa_shop', event: eventAt(index) };
  const bytes = encodeWire<ValidatedEvent>(topics.eventsValidated.type, 1, value);
  const began = performance.now();
  const decoded = decodeWire(topics.eventsValidated.type, bytes);
  const decodedAt = performance.now();
  if (decoded === undefined) throw new Error('the value ended early');
  const timestamp = value.event.receivedAt;
  const record = {
    kind: 'record',
    key: 'spa_shop',
    bytes,
    headers: {},
    partition: 0,
    offset: `${index}`,
    timestamp,
  } as const;
  const input: InputRecord<ValidatedEvent> = { ...record, value: decoded };
  const context = { now: timestamp, tables: undefined };
  // The runtime asks before it loads and once more at the record's turn.
  topology.stateKeys?.(input, view, context);
  topology.stateKeys?.(input, view, context);
  const keysAt = performance.now();
  const step = topology.handler(view, input, context);
  const steppedAt = performance.now();
  if (step.kind !== 'next') throw new Error(`unexpected step ${step.kind}`);
  for (const { key, state } of step.changes) if (state !== undefined) store.set(key, state);
  for (const { topic, value: output } of step.outputs) {
    outputBytes += encodeWire(topic.type, 1, output as never).length;
  }
  const encodedAt = performance.now();
  spent.decode += decodedAt - began;
  spent.keys += keysAt - decodedAt;
  spent.handler += steppedAt - keysAt;
  spent.encode += encodedAt - steppedAt;
}
const microseconds = (ms: number): string => ((ms * 1000) / events).toFixed(2);
process.stdout.write(
  `${events} events of ${people} people, ${store.size} states, ${Math.round(outputBytes / events)} output bytes an event\n` +
    `µs an event: decode ${microseconds(spent.decode)}, keys (twice) ${microseconds(spent.keys)}, handler ${microseconds(spent.handler)}, encode ${microseconds(spent.encode)}\n`,
);
