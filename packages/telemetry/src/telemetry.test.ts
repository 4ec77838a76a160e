import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { createBaseMetrics } from './base-metrics.ts';
import { labelledMeter } from './meter.ts';
import { createTelemetry, type Telemetry } from './telemetry.ts';
import { newTraceparent, parseTraceparent } from './traceparent.ts';

const settings = { service: 'validator', version: '1', logLevel: 'error', traceSampleRatio: 1 } as const;
let telemetry: Telemetry | undefined;
afterEach(() => telemetry?.shutdown());

describe('telemetry', () => {
  it('renders the base metrics in base units with bounded labels', async () => {
    telemetry = createTelemetry(settings);
    const base = createBaseMetrics(telemetry.meter, () => [{ topic: 'in', partition: 2, records: 7 }]);
    base.recordsIn(3, 'in');
    base.rejected(2, 'event-name-missing');
    base.retries(0, 'broker-unavailable');
    base.endToEndLag(250);

    const text = await telemetry.renderMetrics();
    expect(text).toContain('records_in_total{topic="in"} 3\n');
    expect(text).toContain('records_rejected_total{reason="event-name-missing"} 2\n');
    expect(text).toContain('consumer_lag_records{topic="in",partition="2"} 7\n');
    expect(text).toContain('end_to_end_lag_seconds_sum 0.25\n');
    expect(text).toContain('end_to_end_lag_seconds_bucket{le="0.25"} 1\n');
    expect(text).toContain('target_info{service_name="validator",service_version="1"} 1\n');
    expect(text).toMatch(/process_cpu_seconds_total \d/);
    expect(text).not.toContain('broker-unavailable');
  });

  it('keeps like programs of one process apart by a label of their own', async () => {
    telemetry = createTelemetry(settings);
    for (const [group, records] of [
      ['forwarder-a', 3],
      ['forwarder-b', 5],
    ] as const) {
      const meter = labelledMeter(telemetry.meter, { group });
      createBaseMetrics(meter, () => [{ topic: 'in', partition: 0, records }]).recordsIn(records, 'in');
    }

    const text = await telemetry.renderMetrics();
    expect(text).toContain('consumer_lag_records{group="forwarder-a",topic="in",partition="0"} 3\n');
    expect(text).toContain('consumer_lag_records{group="forwarder-b",topic="in",partition="0"} 5\n');
    expect(text).toContain('records_in_total{group="forwarder-b",topic="in"} 5\n');
  });

  it('sends spans to an OTLP receiver where one is configured', async () => {
    const bodies: string[] = [];
    const receiver = createServer((request, response) => {
      request.setEncoding('utf8').on('data', (chunk: string) => bodies.push(`${request.url} ${chunk}`));
      request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address() as AddressInfo;

    telemetry = createTelemetry({ ...settings, otlpEndpoint: `http://127.0.0.1:${port}/` });
    const parent = newTraceparent(1);
    telemetry.tracer.startSpan('POST /v1/track', { role: 'server', parent }).end();
    await telemetry.shutdown();
    telemetry = undefined;
    receiver.close();

    expect(bodies.join('')).toContain('/v1/traces');
    expect(bodies.join('')).toContain(parseTraceparent(parent)?.traceId);
    expect(bodies.join('')).toContain('POST /v1/track');
  });
});
