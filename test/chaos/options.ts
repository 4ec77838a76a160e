import { parseArgs } from 'node:util';

import { UsageError } from '../stack/usage-error.ts';

import { services, type ChaosOptions } from './run-chaos.ts';

/** How to call it. */
export const usage = `make chaos ARGS="--minutes 2 --persons 40 --seed 7 --parts ${services.join(',')}"
  --minutes  length of the load
  --persons  senders that act side by side
  --seed     fixes the order and the times of the crashes; default: another one each time
  --parts    what is killed; kafka, redis and clickhouse can be named, too`;

/** Reads the command line. Throws a UsageError, or what parseArgs throws. */
export function parseOptions(args: readonly string[]): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '2' },
      persons: { type: 'string', default: '40' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      parts: { type: 'string', default: services.join(',') },
    },
  });
  return {
    seconds: positive('minutes', values.minutes) * 60,
    persons: Math.ceil(positive('persons', values.persons)),
    pauseMs: 100,
    seed: Math.round(positive('seed', values.seed)),
    parts: values.parts.split(',').map(part => part.trim()),
    pace: { betweenMs: [500, 4_000], downMs: [100, 1_500] },
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} must be a number above 0, not "${text}"`);
}
