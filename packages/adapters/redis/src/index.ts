export { createRedis, type RedisSettings } from './create-redis.ts';
export type { PartitionStore, StateUpdate, StoredState, StoredTimer } from './partition-store.ts';
export { createRedisPartitionStore, type PartitionStoreName } from './redis-partition-store.ts';
export { translateRedisError } from './translate-error.ts';
