import { beforeAll, describe, expect, it } from '@jest/globals';

import { readEndpoints } from '../stack/endpoints.ts';

/** Where the operations servers lie behind the gateway's port. */
const offsets = {
  'ingest-gateway': 11,
  'protocols-validator': 12,
  'identity-stitcher': 13,
  'event-archiver': 14,
  'destination-forwarder': 15,
  'control-api': 16,
  'source-functions': 18,
} as const;

describe.each(Object.entries(offsets))('%s', (service, offset) => {
  let operations = '';
  beforeAll(async () => {
    const { gateway } = await readEndpoints();
    operations = `http://127.0.0.1:${Number(new URL(gateway).port) + offset}`;
  });

  it('says that it is live and ready', async () => {
    expect(await (await fetch(`${operations}/health/live`)).json()).toEqual({ live: true });
    expect(await (await fetch(`${operations}/health/ready`)).json()).toMatchObject({
      ready: true,
      waitingFor: [],
    });
  });

  it('reports its metrics as Prometheus reads them', async () => {
    const text = await (await fetch(`${operations}/metrics`)).text();
    expect(text).toContain(`target_info{service_name="${service}"`);
    expect(text).toMatch(/^process_cpu_seconds_total [\d.]+$/m);
  });
});

it.each([
  'protocols-validator',
  'identity-stitcher',
  'event-archiver',
  'destination-forwarder',
  'source-functions',
] as const)('%s reports the measurements every stream service has', async service => {
  const { gateway } = await readEndpoints();
  const port = Number(new URL(gateway).port) + offsets[service];
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  for (const name of [
    'records_in_total',
    'batch_duration_seconds',
    'end_to_end_lag_seconds',
    'consumer_lag_records',
  ]) {
    expect(text).toContain(`# TYPE ${name} `);
  }
});
