import { createRequire } from 'node:module';

import { describe, expect, it } from '@jest/globals';

import { repairKafkajs } from './repair-kafkajs.ts';

type Heartbeats = {
  readonly prototype: {
    readonly heartbeat: (this: object, options: { readonly interval: number }) => Promise<void>;
  };
};

const { prototype } = createRequire(import.meta.url)('kafkajs/src/consumer/consumerGroup.js') as Heartbeats;
repairKafkajs();

describe('the heartbeat of a consumer', () => {
  it('that has forgotten who it is fails so that it joins again', async () => {
    await expect(prototype.heartbeat.call({ memberId: null }, { interval: 0 })).rejects.toMatchObject({
      type: 'UNKNOWN_MEMBER_ID',
    });
  });
});
