import { limits } from '@millrace/intake';

import type { Accept } from './accept.ts';

/** Takes what analytics.js measures of itself, and keeps none of it: a page must not wait for an answer it does not need. */
export const acceptMetrics: Accept = {
  from: 'body',
  sender: 'any',
  maxBytes: limits.batchBytes,
  read: () => ({ kind: 'ignored' }),
};
