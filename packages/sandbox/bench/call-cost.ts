/**
 * Measures what a function costs: a call alone and under load, a first call, a request, and the memory of the processes.
 *
 *   node packages/sandbox/bench/call-cost.ts [--rounds 5] [--calls 2000]
 */
import { readFileSync, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { createSandbox, dialects, type FunctionCall, type Sandbox } from '../src/index.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, calls: { type: 'string', default: '2000' } },
});
const ROUNDS = Number(values.rounds);
const CALLS = Number(values.calls);
const CONCURRENT = 16;

/** A signed webhook: checks the signature, reads the body, sends one event. */
const signed = `
async function onRequest(request, settings) {
  const body = await request.text();
  const signature = crypto.createHmac('sha256', settings.secret).update(body).digest('hex');
  const event = JSON.parse(body);
  Segment.track({ event: event.type, userId: event.customer.id, properties: { ...event.object, signature } });
}`;
const empty = 'function onRequest() {}';
const fetching = `async function onRequest() { return (await fetch('https://api.example/')).status }`;

const body = JSON.stringify({
  type: 'Order Completed',
  customer: { id: 'u1' },
  object: { id: 7, note: 'x'.repeat(400) },
});

function aCall(code: string, key = code.slice(0, 60)): FunctionCall {
  return {
    program: { key, code },
    dialect: dialects.source,
    handler: 'onRequest',
    args: [
      {
        method: 'POST',
        url: 'https://hooks.example/w',
        headers: [['content-type', 'application/json']],
        body,
      },
    ],
    settings: { secret: 's' },
    timeoutMs: 5_000,
  };
}

const startedAt = performance.now();
const sandbox = await createSandbox({
  fetch: ({ url }) =>
    Promise.resolve({
      kind: 'response',
      status: 200,
      headers: [],
      body: new Uint8Array(500),
      url,
      redirected: false,
    }),
  callsPerProgram: CONCURRENT,
});
const startMs = performance.now() - startedAt;

const rounds = [];
for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(sandbox, round));
const memory = workerMegabytes();
await sandbox.close();

process.stdout.write(`start of the processes: ${startMs.toFixed(0)} ms\n`);
for (const name of Object.keys(rounds[0] ?? {})) {
  const figures = rounds.map(round => round[name] ?? 0).sort((left, right) => left - right);
  const middle = figures[Math.floor(figures.length / 2)] ?? 0;
  process.stdout.write(
    `${name}: ${middle.toFixed(2)} (${figures[0]?.toFixed(2)} to ${figures.at(-1)?.toFixed(2)})\n`,
  );
}
process.stdout.write(
  `resident memory of the processes: ${memory.map(size => size.toFixed(0)).join(', ')} MB\n`,
);

async function measure(target: Sandbox, round: number): Promise<Record<string, number>> {
  for (const code of [empty, signed, fetching]) await concurrently(target, aCall(code), 200);
  const alone = await oneByOne(target, aCall(signed), CALLS / 4);
  return {
    'empty call alone, ms, median': percentile(await oneByOne(target, aCall(empty), CALLS / 4), 0.5),
    'signed webhook alone, ms, median': percentile(alone, 0.5),
    'signed webhook alone, ms, 99th percentile': percentile(alone, 0.99),
    'first call of a function, ms, median': await coldMs(target, round),
    'empty calls a second': await concurrently(target, aCall(empty), CALLS),
    'signed webhooks a second': await concurrently(target, aCall(signed), CALLS),
    'calls with a request a second': await concurrently(target, aCall(fetching), CALLS / 2),
  };
}

async function coldMs(target: Sandbox, round: number): Promise<number> {
  const times: number[] = [];
  for (let at = 0; at < 20; at++) {
    const call = aCall(signed, `cold-${round}-${at}`);
    const began = performance.now();
    await succeed(target, call);
    times.push(performance.now() - began);
  }
  return percentile(times, 0.5);
}

async function oneByOne(target: Sandbox, call: FunctionCall, calls: number): Promise<number[]> {
  const times: number[] = [];
  for (let done = 0; done < calls; done++) {
    const began = performance.now();
    await succeed(target, call);
    times.push(performance.now() - began);
  }
  return times;
}

/** Calls a second. */
async function concurrently(target: Sandbox, call: FunctionCall, calls: number): Promise<number> {
  let left = calls;
  const began = performance.now();
  const lane = async (): Promise<void> => {
    while (left-- > 0) await succeed(target, call);
  };
  await Promise.all(Array.from({ length: CONCURRENT }, lane));
  return calls / ((performance.now() - began) / 1_000);
}

async function succeed(target: Sandbox, call: FunctionCall): Promise<void> {
  const { outcome } = await target.run(call);
  if (outcome.kind !== 'returned') throw new Error(`a call ended as ${JSON.stringify(outcome)}`);
}

function percentile(times: readonly number[], part: number): number {
  return times.toSorted((left, right) => left - right)[Math.floor(times.length * part)] ?? 0;
}

/** Of the children of this process; where there is a /proc. */
function workerMegabytes(): readonly number[] {
  const numbered = readdirSync('/proc').filter(name => /^\d+$/.test(name));
  return numbered.flatMap(pid => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const isOurs = new RegExp(`^PPid:\\s+${process.pid}$`, 'm').test(status);
      return isOurs ? [Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024] : [];
    } catch {
      return [];
    }
  });
}
