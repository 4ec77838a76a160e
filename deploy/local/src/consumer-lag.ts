import type { Part } from './parts/part.ts';

/** Records that a service has not read yet, by its own metrics; undefined when it has no such number. */
export async function readConsumerLag({ metricsUrl }: Part): Promise<number | undefined> {
  if (metricsUrl === undefined) return undefined;
  const response = await fetch(metricsUrl, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  if (!response?.ok) return undefined;
  return sumOfMetric(await response.text(), 'consumer_lag_records');
}

/** The sum of a metric over all its labels, from Prometheus' text form; undefined when it is not there. */
export function sumOfMetric(text: string, name: string): number | undefined {
  const values = text
    .split('\n')
    .filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map(line =>
      Number(
        line
          .slice(line.lastIndexOf('}') + 1)
          .replace(name, '')
          .trim()
          .split(' ')[0],
      ),
    );
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
}
