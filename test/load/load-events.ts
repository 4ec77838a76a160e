/** Bytes of one event's JSON: what a real track call of a web page weighs. */
export const EVENT_BYTES = 820;

/** The requests of a run: event number `n` has the message id `<run>-<n, ten digits>`. */
export type RequestMaker = {
  /** The whole HTTP request whose first event has number `first`, as bytes of its own. */
  make(first: number): Buffer;
};

const RUN_DIGITS = 8;
const NUMBER_DIGITS = 10;
const PERSON_DIGITS = 6;
const PERSONS = 20_000;

/** Message id of an event of a run. `run` has eight characters. */
export function messageIdOf(run: string, number: number): string {
  return `${run}-${String(number).padStart(NUMBER_DIGITS, '0')}`;
}

/** Number of an event by its message id; undefined where it belongs to another run. */
export function numberOf(run: string, messageId: string): number | undefined {
  return messageId.startsWith(`${run}-`) ? Number(messageId.slice(RUN_DIGITS + 1)) : undefined;
}

/**
 * Requests are one template copied and patched at fixed places, because building JSON for each would cost the
 * generator more than sending it. `eventsPerRequest` 1 makes single track calls, more make batches.
 */
export function createRequestMaker(options: {
  readonly run: string;
  readonly host: string;
  readonly writeKey: string;
  readonly eventsPerRequest: number;
}): RequestMaker {
  const { run, host, writeKey, eventsPerRequest } = options;
  if (run.length !== RUN_DIGITS) throw new RangeError(`a run's name has ${RUN_DIGITS} characters`);
  const event = eventTemplate(run);
  const events = Array.from({ length: eventsPerRequest }, () => event);
  const body =
    eventsPerRequest === 1 ? event : `{"batch":[${events.join(',')}],"sentAt":"${new Date().toISOString()}"}`;
  const head =
    `POST /v1/${eventsPerRequest === 1 ? 'track' : 'batch'} HTTP/1.1\r\nhost: ${host}\r\n` +
    `authorization: Basic ${Buffer.from(`${writeKey}:`).toString('base64')}\r\n` +
    `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const template = Buffer.from(head + body);
  const numberPlaces = placesOf(template, `${run}-`, run.length + 1);
  const personPlaces = placesOf(template, 'person-', 'person-'.length);
  return {
    make(first) {
      const request = Buffer.from(template);
      for (const [index, at] of numberPlaces.entries())
        writeDigits(request, first + index, at, NUMBER_DIGITS);
      // Each event names its person twice: as the anonymous and as the known id.
      for (const [index, at] of personPlaces.entries()) {
        writeDigits(request, personOf(first + (index >> 1)), at, PERSON_DIGITS);
      }
      return request;
    },
  };
}

/** Persons take turns in a scattered order, as in real traffic. */
function personOf(number: number): number {
  return (number * 7919) % PERSONS;
}

function eventTemplate(run: string): string {
  const withNote = (note: string): string =>
    JSON.stringify({
      messageId: `${run}-${'0'.repeat(NUMBER_DIGITS)}`,
      type: 'track',
      event: 'Product Viewed',
      anonymousId: `device-person-${'0'.repeat(PERSON_DIGITS)}`,
      userId: `user-person-${'0'.repeat(PERSON_DIGITS)}`,
      properties: {
        sku: 'TEA-014',
        name: 'Sencha Fukujyu',
        category: 'tea',
        price: 14.5,
        currency: 'EUR',
        quantity: 2,
        position: 3,
        url: 'https://shop.example.com/tea/sencha-fukujyu',
        note,
      },
      context: {
        library: { name: 'analytics.js', version: 'npm:next-1.84.3' },
        page: {
          path: '/tea/sencha-fukujyu',
          title: 'Sencha Fukujyu',
          url: 'https://shop.example.com/tea/sencha-fukujyu',
        },
        userAgent:
          'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
        locale: 'de-DE',
        timezone: 'Europe/Berlin',
      },
    });
  return withNote('x'.repeat(EVENT_BYTES - withNote('').length));
}

function placesOf(bytes: Buffer, marker: string, skip: number): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(marker); at >= 0; at = bytes.indexOf(marker, at + 1)) places.push(at + skip);
  return places;
}

function writeDigits(bytes: Buffer, value: number, at: number, digits: number): void {
  let rest = value;
  for (let place = at + digits - 1; place >= at; place--) {
    bytes[place] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
