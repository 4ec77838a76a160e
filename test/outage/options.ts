import { parseArgs } from 'node:util';

import { UsageError } from '../stack/usage-error.ts';
import type { OutageOptions } from './run-outage.ts';

/** How to call it. */
export const usage = `make outage ARGS="--seconds 120 --rate 500 --how killed"
  --seconds  how long Kafka is away
  --rate     events a second that are offered, each by a person who waits for the answer
  --how      killed: the broker's process ends; frozen: it stands still, with its connections open`;

/** A person sends an event and pauses so long. */
const PAUSE_MS = 100;

/** Reads the command line. Throws a UsageError, or what parseArgs throws. */
export function parseOptions(args: readonly string[]): OutageOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '120' },
      rate: { type: 'string', default: '500' },
      how: { type: 'string', default: 'killed' },
    },
  });
  const { how } = values;
  if (how !== 'killed' && how !== 'frozen')
    throw new UsageError(`--how must be killed or frozen, not "${how}"`);
  return {
    seconds: positive('seconds', values.seconds),
    persons: Math.ceil((positive('rate', values.rate) * PAUSE_MS) / 1000),
    pauseMs: PAUSE_MS,
    how,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new UsageError(`--${name} must be a number above 0, not "${text}"`);
}
