import { ConfigError } from '@millrace/errors';
import { silentTelemetry } from '@millrace/telemetry';
import { afterEach, describe, expect, it } from '@jest/globals';

import { startOperationsServer, type Operations } from './operations-server.ts';

const servers: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(servers.splice(0).map(server => server.close())));

async function started(overrides: Partial<Operations> = {}) {
  const server = await startOperationsServer({
    host: '127.0.0.1',
    port: 0,
    telemetry: { ...silentTelemetry, renderMetrics: async () => 'records_in_total 1\n' },
    isLive: () => true,
    isReady: () => ({ ready: true, waitingFor: [] }),
    ...overrides,
  });
  servers.push(server);
  return { port: server.port, get: (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`) };
}

describe('the operations server', () => {
  it('serves metrics as Prometheus reads them', async () => {
    const reply = await (await started()).get('/metrics');
    expect(reply.headers.get('content-type')).toContain('version=0.0.4');
    expect(await reply.text()).toBe('records_in_total 1\n');
  });

  it('answers 200 while the process is live and ready', async () => {
    const { get } = await started();
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).status).toBe(200);
  });

  it('answers 503 and names what the process waits for', async () => {
    const { get } = await started({
      isLive: () => false,
      isReady: () => ({ ready: false, waitingFor: ['kafka'] }),
    });
    expect((await get('/health/live')).status).toBe(503);
    const reply = await get('/health/ready');
    expect(reply.status).toBe(503);
    expect(await reply.json()).toEqual({ ready: false, waitingFor: ['kafka'] });
  });

  it('answers 404 elsewhere and 500 where rendering fails', async () => {
    const telemetry = { ...silentTelemetry, renderMetrics: () => Promise.reject(new Error('no')) };
    const { get } = await started({ telemetry });
    expect((await get('/')).status).toBe(404);
    expect((await get('/metrics')).status).toBe(500);
  });

  it('refuses to start on a taken port and says which setting to change', async () => {
    const { port } = await started();
    await expect(started({ port })).rejects.toThrow(ConfigError);
    await expect(started({ port })).rejects.toThrow(`127.0.0.1:${port} failed: set OPERATIONS_PORT`);
  });
});
