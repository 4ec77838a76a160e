import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newTraceparent, parseTraceparent } from '@millrace/telemetry';

import { waitUntil } from '../stack/wait-until.ts';
import { startOtlpReceiver, type ReceivedSpan } from './otlp-receiver.ts';
import { beginStory, type Story } from './story.ts';

const receiverAddress = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;

let story: Story;
let receiver: Awaited<ReturnType<typeof startOtlpReceiver>>;
beforeAll(async () => {
  story = await beginStory();
  if (receiverAddress === undefined) {
    throw new Error(
      'start the stack and this test with the same OTEL_EXPORTER_OTLP_ENDPOINT, as `make test` does',
    );
  }
  receiver = await startOtlpReceiver(receiverAddress);
});
afterAll(async () => {
  await receiver.close();
  await story.end();
});

it('one trace follows an event from the HTTP request through every service to the webhook', async () => {
  const traceparent = newTraceparent(1);
  const traceId = parseTraceparent(traceparent)?.traceId ?? '';
  const messageId = `${story.name}-traced`;
  const event = { messageId, anonymousId: story.name, event: 'Traced' };
  expect((await story.send('track', event, { traceparent })).status).toBe(200);

  const request = await story.delivered(messageId, '/hook');
  expect(parseTraceparent(request.headers.traceparent)?.traceId).toBe(traceId);

  const path = [
    'ingest-gateway',
    'protocols-validator',
    'identity-stitcher',
    'destination-forwarder',
    'event-archiver',
  ];
  const spans = await waitUntil(
    'the spans of every service',
    async () => {
      const found = receiver.spansOf(traceId);
      const present = new Set(found.map(({ service }) => service));
      return path.every(service => present.has(service)) ? found : undefined;
    },
    { withinMs: 20_000 },
  );
  for (const service of path) expect(reachesRoot(spans, service, traceparent)).toBe(true);
  // The webhook was told the span of the call that reached it.
  const call = spans.find(({ spanId }) => spanId === parseTraceparent(request.headers.traceparent)?.spanId);
  expect(call).toMatchObject({ service: 'destination-forwarder', kind: 3 });
});

/** Whether some span of a service leads back, parent by parent, to what the client sent. */
function reachesRoot(spans: readonly ReceivedSpan[], service: string, traceparent: string): boolean {
  const byId = new Map(spans.map(span => [span.spanId, span]));
  const root = parseTraceparent(traceparent)?.spanId;
  return spans.some(span => {
    if (span.service !== service) return false;
    let at: ReceivedSpan | undefined = span;
    for (let steps = 0; at !== undefined && steps <= spans.length; steps++) {
      if (at.parentSpanId === root) return true;
      at = byId.get(at.parentSpanId);
    }
    return false;
  });
}
