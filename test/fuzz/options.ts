import { parseArgs } from 'node:util';

import { UsageError } from '../stack/usage-error.ts';

/** How a run goes. */
export type FuzzOptions = {
  readonly requests: number;
  readonly seed: number;
  readonly concurrency: number;
};

/** How to call it. */
export const usage = `make fuzz ARGS="--requests 10000 --seed 7 --concurrency 16"
  --requests     how many requests are sent
  --seed         fixes what they are; default: another one each time
  --concurrency  requests under way at a time`;

/** Reads the command line. Throws a UsageError, or what parseArgs throws. */
export function parseOptions(args: readonly string[]): FuzzOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      requests: { type: 'string', default: '10000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      concurrency: { type: 'string', default: '16' },
    },
  });
  return {
    requests: whole('requests', values.requests),
    seed: whole('seed', values.seed),
    concurrency: whole('concurrency', values.concurrency),
  };
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(`--${name} must be a whole number above 0, not "${text}"`);
}
