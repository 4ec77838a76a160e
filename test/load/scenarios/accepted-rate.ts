import { shop } from '../../stack/shop.ts';
import { newRun, type Bench } from '../bench.ts';
import { generateLoad } from '../generator.ts';
import { findHeldRate, type RateStep } from '../held-rate.ts';

/** The highest rate of events that a server durably accepts in time. */
export type AcceptedRateReport = {
  readonly eventsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly steps: readonly {
    readonly eventsPerSecond: number;
    readonly held: boolean;
    readonly p99Ms: number;
  }[];
};

const CONNECTIONS = 256;

/** Searches the rate of requests a server holds, with the rest of the stack running behind it. */
export async function measureAcceptedRate(
  { seconds, say }: Bench,
  load: { readonly target: string; readonly eventsPerRequest: number; readonly startPerSecond: number },
): Promise<AcceptedRateReport> {
  const { target, eventsPerRequest, startPerSecond } = load;
  const { best, steps } = await findHeldRate(startPerSecond / eventsPerRequest, async rate => {
    const result = await generateLoad({
      target,
      writeKey: shop.webWriteKey,
      run: newRun(),
      rate,
      seconds,
      connections: eventsPerRequest === 1 ? CONNECTIONS : 64,
      eventsPerRequest,
      keepTimes: false,
    });
    say(
      `  ${rate * eventsPerRequest} events/s: accepted ${result.accepted} of ${result.scheduled}, p99 ${result.latencyMs.p99.toFixed(0)} ms`,
    );
    return result;
  });
  return {
    eventsPerSecond: (best?.rate ?? 0) * eventsPerRequest,
    p50Ms: best?.result.latencyMs.p50 ?? NaN,
    p99Ms: best?.result.latencyMs.p99 ?? NaN,
    steps: steps.map(step => reportedStep(step, eventsPerRequest)),
  };
}

function reportedStep({ rate, held, result }: RateStep, eventsPerRequest: number) {
  return { eventsPerSecond: rate * eventsPerRequest, held, p99Ms: result.latencyMs.p99 };
}
