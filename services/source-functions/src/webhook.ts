import type { DeferredWebhook } from '@millrace/contracts';

/** A request to a webhook, whole. */
export type Webhook = Pick<
  DeferredWebhook,
  'invocationId' | 'receivedAt' | 'method' | 'url' | 'headers' | 'body'
>;

/** The value of a header, the first where it comes several times. `name` is in lower case. */
export function headerOf({ headers }: Pick<Webhook, 'headers'>, name: string): string | undefined {
  return headers.find(header => header.name.toLowerCase() === name)?.value;
}
