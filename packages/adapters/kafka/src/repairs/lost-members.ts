import { createRequire } from 'node:module';

/** The part of kafkajs' consumer group that this file reaches into. */
type Heartbeat = (this: { readonly memberId: string | null }, options: object) => Promise<void>;
type ConsumerGroup = { readonly prototype: { heartbeat: Heartbeat } };
type Errors = { readonly createErrorFromCode: (code: number) => Error };

const require = createRequire(import.meta.url);

/** Kafka's number of UNKNOWN_MEMBER_ID. */
const UNKNOWN_MEMBER_ID = 25;

/**
 * Lets a consumer that is no member of its group any more join again. kafkajs forgets its member id before it joins anew; when that fails
 * (a broker that has just come back knows no coordinator yet), it goes on fetching what it was given before, and its heartbeats, which
 * would find out, are sent by members only. Here such a heartbeat fails as the coordinator would have it fail, and kafkajs joins.
 */
export function findLostMembers(): void {
  const { prototype } = require('kafkajs/src/consumer/consumerGroup.js') as ConsumerGroup;
  const { createErrorFromCode } = require('kafkajs/src/protocol/error.js') as Errors;
  const heartbeat = prototype.heartbeat;
  prototype.heartbeat = async function (options) {
    if (this.memberId === null) throw createErrorFromCode(UNKNOWN_MEMBER_ID);
    await heartbeat.call(this, options);
  };
}
