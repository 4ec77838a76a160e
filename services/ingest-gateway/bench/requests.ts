const ID_LENGTH = 18;

/** Requests as bytes, with a new messageId for each event of each request. */
export type RequestMaker = {
  readonly events: number;
  next(): Buffer;
};

/** How many people the events are about. */
const PEOPLE = 10_000;
/** Distinct requests prepared; each is sent again and again with other ids. */
const PREPARED = 200;

/** Requests of one event each, or batches of several. Events are like a shop's: about 700 bytes. */
export function createRequests(url: URL, writeKey: string, eventsPerRequest: number): RequestMaker {
  const prepared = Array.from({ length: PREPARED }, (_, index) =>
    prepare(url, writeKey, eventsPerRequest, index),
  );
  let turn = 0;
  let count = 0;
  return {
    events: eventsPerRequest,
    next(): Buffer {
      const { bytes, idsAt } = prepared[turn++ % PREPARED] ?? { bytes: Buffer.alloc(0), idsAt: [] };
      for (const at of idsAt) bytes.write(messageId(count++), at, 'latin1');
      // Another connection may still be sending this one.
      return Buffer.from(bytes);
    },
  };
}

function prepare(
  url: URL,
  writeKey: string,
  events: number,
  index: number,
): { bytes: Buffer; idsAt: number[] } {
  const all = Array.from({ length: events }, (_, at) => event(index * events + at));
  const isBatch = events > 1;
  const body = JSON.stringify(isBatch ? { batch: all, sentAt: '2026-01-01T00:00:01.000Z' } : all[0]);
  const head = [
    `POST ${isBatch ? '/v1/batch' : '/v1/track'} HTTP/1.1`,
    `host: ${url.host}`,
    `authorization: Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
  ].join('\r\n');
  const text = `${head}\r\n\r\n${body}`;
  const idsAt: number[] = [];
  for (let at = text.indexOf(messageId(0)); at !== -1; at = text.indexOf(messageId(0), at + 1))
    idsAt.push(at);
  return { bytes: Buffer.from(text), idsAt };
}

function messageId(count: number): string {
  return `bench-${count.toString(36).padStart(ID_LENGTH - 6, '0')}`;
}

function event(index: number): Record<string, unknown> {
  const person = (index * 7919) % PEOPLE;
  return {
    type: 'track',
    event: 'Product Viewed',
    messageId: messageId(0),
    userId: `user-${person}`,
    anonymousId: `8f1d2c3b-0000-4000-8000-${person.toString(16).padStart(12, '0')}`,
    timestamp: new Date(1_767_225_600_000 + index).toISOString(),
    properties: {
      product_id: `sku-${(index * 31) % 500}`,
      name: `Linen shirt ${index % 50}`,
      category: 'Clothing',
      price: ((index * 13) % 10_000) / 100,
      currency: 'EUR',
      quantity: 1 + (index % 3),
    },
    context: {
      library: { name: '@segment/analytics-node', version: '3.1.0' },
      locale: 'en-GB',
      page: { path: `/products/${index % 500}`, url: `https://shop.example/products/${index % 500}` },
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    },
  };
}
