import { shop } from './shop.ts';

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
