import type { Endpoints } from './endpoints.ts';
import { shop } from './shop.ts';
import { waitUntil } from './wait-until.ts';

/** A reply of the gateway. */
export type GatewayReply = { readonly status: number; readonly body: string };

/** Posts to the gateway as a client library without retries would. The key is that of the shop's web source unless told otherwise. */
export async function post(
  gateway: string,
  path: string,
  {
    body,
    writeKey = shop.webWriteKey,
    headers = {},
  }: {
    readonly body: unknown;
    readonly writeKey?: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
): Promise<GatewayReply> {
  const reply = await fetch(`${gateway}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${writeKey}:`)}`,
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: reply.status, body: await reply.text() };
}

/** Waits until the gateway knows a new source; it costs an event. */
export async function untilKnown(
  { endpoints, name }: { readonly endpoints: Pick<Endpoints, 'gateway'>; readonly name: string },
  writeKey: string,
): Promise<void> {
  const event = { anonymousId: name, event: 'Probed' };
  await waitUntil(
    'the gateway to know a new source',
    async () =>
      (await post(endpoints.gateway, '/v1/track', { body: event, writeKey })).status === 200
        ? true
        : undefined,
    { withinMs: 30_000, everyMs: 200 },
  );
}
