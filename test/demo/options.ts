import { parseArgs } from 'node:util';

import { UsageError } from '../stack/usage-error.ts';

/** What `make demo` can be told. */
export type DemoOptions = { readonly seed: number; readonly size: number; readonly rate: number };

const defaults = { seed: '1', size: '5000', rate: '500' };

/** How to call the demo. */
export const usage = `make demo ARGS="--size 5000 --rate 500 --seed 1"
  --size  events to send
  --rate  events a second
  --seed  fixes the visitors and what they do`;

/** Reads the command line. Throws a UsageError, or what parseArgs throws. */
export function parseOptions(args: readonly string[]): DemoOptions {
  const option = (name: keyof typeof defaults) => ({ type: 'string', default: defaults[name] }) as const;
  const { values } = parseArgs({
    args: [...args],
    options: { seed: option('seed'), size: option('size'), rate: option('rate') },
  });
  return {
    seed: wholeNumber('seed', values.seed, 0),
    size: wholeNumber('size', values.size, 1),
    rate: wholeNumber('rate', values.rate, 1),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`--${name} must be a whole number from ${least}, not "${text}"`);
}
