import { randomUUID } from 'node:crypto';

import { afterAll, describe, expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';
import { describePartitionStore, testEndpoints } from '@millrace/testing';

import { createRedis } from './create-redis.ts';
import { createRedisPartitionStore } from './redis-partition-store.ts';

const redis = createRedis({ url: testEndpoints().redis, log: silentLog });
const group = `test-${randomUUID()}`;
let stores = 0;

afterAll(async () => {
  const keys = await redis.keys(`millrace:{${group}:*`);
  if (keys.length > 0) await redis.unlink(...keys);
  redis.disconnect();
});

describePartitionStore({ describe, expect, it }, 'redis', async () =>
  createRedisPartitionStore(redis, { group, store: 'states', partition: (stores += 1) }),
);

describe('a Redis that is not there', () => {
  it('is a failure that passes, after a bounded wait', async () => {
    const absent = createRedis({ url: '127.0.0.1:1', log: silentLog, commandTimeoutMs: 50 });
    const store = createRedisPartitionStore(absent, { group, store: 'states', partition: 0 });
    await expect(store.load(['a'])).rejects.toMatchObject({
      name: 'TransientError',
      code: 'redis-unavailable',
    });
    absent.disconnect();
  });
});
