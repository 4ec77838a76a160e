import { createRequire } from 'node:module';

import { expect, it } from '@jest/globals';

import { repairKafkajs } from './repair-kafkajs.ts';

type BrokerClass = { readonly prototype: { readonly connect: (this: object) => Promise<void> } };

const { prototype } = createRequire(import.meta.url)('kafkajs/src/broker/index.js') as BrokerClass;
repairKafkajs();

it('a broker that does not say which requests it knows is left, so that the next attempt connects anew', async () => {
  let isConnected = false;
  const broker = {
    lock: { acquire: () => Promise.resolve(), release: () => Promise.resolve() },
    isConnected: () => isConnected,
    connectionPool: {
      getConnection() {
        isConnected = true;
        return Promise.resolve({});
      },
    },
    versions: null,
    apiVersions: () => Promise.reject(new Error('timed out')),
    disconnect() {
      isConnected = false;
      return Promise.resolve();
    },
  };
  await expect(prototype.connect.call(broker)).rejects.toThrow('timed out');
  expect(isConnected).toBe(false);
  // kafkajs' own would call it connected now.
  await expect(prototype.connect.call(broker)).rejects.toThrow('timed out');
});
