import { parseArgs } from 'node:util';

import type { Fault } from '../stack/fault-proxy.ts';
import { UsageError } from '../stack/usage-error.ts';

/** How a run goes. */
export type ClientsOptions = {
  /** The languages; none for all whose toolchain is here. */
  readonly names: readonly string[];
  /** What happens to the first requests of each library, and to how many. */
  readonly fault: Fault | undefined;
  readonly times: number;
};

/** How to call it. */
export const usage = `make clients ARGS="python rust"
  names of languages: folders of test/clients/; default: all whose toolchain is here
  --fault   what happens to the first request of each library: a status such as 503, retry-after
            (429 with Retry-After: 2), reset-before or reset-after (the gateway had the request)
  --times   to how many of its first requests that happens; default: 1`;

const RETRY_AFTER_S = 2;

/** Reads the command line. Throws a UsageError, or what parseArgs throws. */
export function parseOptions(args: readonly string[]): ClientsOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { fault: { type: 'string' }, times: { type: 'string', default: '1' } },
  });
  const times = Number(values.times);
  if (!Number.isSafeInteger(times) || times < 1) {
    throw new UsageError(`--times must be a whole number above 0, not "${values.times}"`);
  }
  return {
    names: positionals,
    fault: values.fault === undefined ? undefined : parseFault(values.fault),
    times,
  };
}

function parseFault(text: string): Fault {
  if (text === 'retry-after') {
    return { kind: 'answer', status: 429, headers: { 'retry-after': `${RETRY_AFTER_S}` } };
  }
  if (text === 'reset-before') return { kind: 'reset', when: 'before' };
  if (text === 'reset-after') return { kind: 'reset', when: 'after' };
  if (/^[45]\d\d$/.test(text)) return { kind: 'answer', status: Number(text) };
  throw new UsageError(`--fault must be retry-after, reset-before, reset-after or a status, not "${text}"`);
}
