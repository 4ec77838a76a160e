import { parseArgs } from 'node:util';

import { UsageError } from '../stack/usage-error.ts';

/** The measurements of a bench, in the order they run. */
export const measurements = ['idle', 'latency', 'pipeline', 'ceilings', 'single', 'batched'] as const;

/** One measurement of a bench. */
export type Measurement = (typeof measurements)[number];

/** What `make bench` can be told. */
export type BenchOptions = { readonly seconds: number; readonly only: ReadonlySet<Measurement> };

/** How to call the bench. */
export const usage = `make bench ARGS="--seconds 8 --only ${measurements.join(',')}"
  --seconds  length of one measurement; a search for the highest rate takes several
  --only     the measurements to make`;

/** Reads the command line. Throws a UsageError, or what parseArgs throws. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '8' },
      only: { type: 'string', default: measurements.join(',') },
    },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1 && seconds <= 600))
    throw new UsageError(`--seconds must be 1 to 600, not "${values.seconds}"`);
  const asked = values.only.split(',').map(name => name.trim());
  const unknown = asked.filter(name => !measurements.some(known => known === name));
  if (unknown.length > 0) {
    throw new UsageError(`--only knows ${measurements.join(', ')}, not "${unknown.join(', ')}"`);
  }
  return { seconds, only: new Set(measurements.filter(name => asked.includes(name))) };
}
