import { shop } from '../../stack/shop.ts';
import { newRun, type Bench } from '../bench.ts';
import { awaitInboxCount } from '../delivered.ts';
import { generateLoad } from '../generator.ts';
import { readUsage, total, usedBetween } from '../usage.ts';

/** The whole way into the inbox, and what it cost. */
export type PipelineReport = {
  readonly offeredPerSecond: number;
  readonly accepted: number;
  readonly delivered: boolean;
  /** Events by the time from the first request to the last delivery. */
  readonly sustainedPerSecond: number;
  readonly cpuSecondsPerMillion: Readonly<Record<string, number>>;
  readonly cpuSecondsPerMillionTotal: number;
  readonly diskBytesPerMillion: Readonly<Record<string, number>>;
  readonly diskBytesPerMillionTotal: number;
};

const EVENTS_PER_REQUEST = 20;

/** Offers more than the aim in batches, and waits for the last delivery. */
export async function measurePipeline(
  { endpoints, home, inbox, seconds }: Bench,
  offeredPerSecond: number,
): Promise<PipelineReport> {
  const before = await readUsage(home);
  const countBefore = await inbox.count();
  const started = performance.now();
  const { accepted } = await generateLoad({
    target: endpoints.gateway,
    writeKey: shop.webWriteKey,
    run: newRun(),
    rate: offeredPerSecond / EVENTS_PER_REQUEST,
    seconds,
    connections: 64,
    eventsPerRequest: EVENTS_PER_REQUEST,
    keepTimes: false,
  });
  const delivered = await awaitInboxCount(inbox, countBefore + accepted);
  const elapsedSeconds = (performance.now() - started) / 1000;
  const used = usedBetween(before, await readUsage(home));
  const perMillion = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).map(([part, value]) => [part, (value / accepted) * 1e6]));
  const cpuSecondsPerMillion = perMillion(used.cpuSeconds);
  const diskBytesPerMillion = perMillion(used.diskBytes);
  return {
    offeredPerSecond,
    accepted,
    delivered,
    sustainedPerSecond: accepted / elapsedSeconds,
    cpuSecondsPerMillion,
    cpuSecondsPerMillionTotal: total(cpuSecondsPerMillion),
    diskBytesPerMillion,
    diskBytesPerMillionTotal: total(diskBytesPerMillion),
  };
}
