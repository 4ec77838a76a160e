/**
 * Events a second and CPU time an event of one forwarder process with one webhook, on the running local stack:
 *   MILLRACE_ENDPOINTS=.local/endpoints.json node services/destination-forwarder/bench/throughput.ts [events]
 * The receiver answers at once and shares the machine.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { freePort } from '@millrace/testing';

import { createScenario, ended } from '../test/forwarder-scenario.ts';

const events = Number(process.argv[2] ?? 100_000);
const WARM_UP = 10_000;
const PEOPLE = 1_000;

let received = 0;
const receiver = createServer((request, response) => {
  request.resume().on('end', () => {
    received += 1;
    response.writeHead(200, { 'content-length': '0' }).end();
  });
});
receiver.listen(0, '127.0.0.1');
await once(receiver, 'listening');
const operationsPort = await freePort();

const scenario = await createScenario();
const id = scenario.newId();
await scenario.configure({ id, url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook` });
const persons = Array.from({ length: PEOPLE }, (_, index) => `bench-${process.pid}-${index}`);
const rounds = Math.ceil((WARM_UP + events) / PEOPLE);
for (let round = 0; round < rounds; round++) await scenario.write(persons, round, round + 1);

const forwarder = scenario.start({ destination: id, environment: { OPERATIONS_PORT: `${operationsPort}` } });
await reach(WARM_UP);
const start = { at: performance.now(), cpuSeconds: await cpuSeconds(), received };
await reach(rounds * PEOPLE);
const seconds = (performance.now() - start.at) / 1000;
const count = received - start.received;
const cpuMicros = ((await cpuSeconds()) - start.cpuSeconds) * 1e6;
process.stdout.write(
  `${count} events in ${seconds.toFixed(1)} s: ${Math.round(count / seconds)} events/s, ${(cpuMicros / count).toFixed(1)} µs of CPU an event\n`,
);
await ended(forwarder, 'SIGTERM');
await scenario.close();
receiver.closeAllConnections();
receiver.close();

async function reach(count: number): Promise<void> {
  while (received < count) await sleep(20);
}

async function cpuSeconds(): Promise<number> {
  const reply = await fetch(`http://127.0.0.1:${operationsPort}/metrics`);
  const total = [...(await reply.text()).matchAll(/^process_cpu_seconds_total\S* (\S+)/gm)];
  return total.reduce((sum, [, value]) => sum + Number(value), 0);
}
