import { createHmac } from 'node:crypto';

import type { RequestPlan } from '@millrace/destinations';

/** Headers of a plan with its signature, if it asks for one. */
export function signedHeaders({ headers, signing }: RequestPlan): Readonly<Record<string, string>> {
  if (signing === undefined) return headers;
  const signature = createHmac('sha1', signing.secret).update(signing.text).digest('hex');
  return { ...headers, [signing.header]: signature };
}
