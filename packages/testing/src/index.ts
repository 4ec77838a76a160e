export { A_TIME, aPoisonRecord, aRecord, anEvent, type DriverRecord } from './builders.ts';
export {
  countingTopics,
  countingTopology,
  QUIET_MS,
  type Count,
  type CountingTopics,
  type Order,
  type Tally,
} from './counting-program.ts';
export {
  createDriver,
  type Driver,
  type DriverOptions,
  type WrittenDeadLetter,
  type WrittenRecord,
} from './driver.ts';
export { freePort } from './free-port.ts';
export { LOCAL_SCHEMA_ID, localCodec } from './local-codec.ts';
export { createMemoryKafka, type MemoryKafka, type MemoryRecord } from './memory-kafka.ts';
export { createMemoryStore, type MemoryStore } from './memory-store.ts';
export { throughEveryCrash, type CrashResults, type ScenarioResult } from './through-every-crash.ts';
export { describePartitionStore, type Jest } from './partition-store-contract.ts';
export { testEndpoints, type TestEndpoints } from './test-endpoints.ts';
