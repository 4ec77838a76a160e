/** Bounds and waits of the loop. Every queue, cache, batch and retry has its bound here. */
export type RuntimeSettings = {
  /** Encoded bytes of states kept in process, a partition. Default 32 MB. */
  readonly cacheBytes: number;
  /** Most inputs of one transaction. Default 2000. */
  readonly maxTransactionRecords: number;
  /** Most bytes of outputs and states of one transaction; an input that crosses it is the last. Default 8 MB. */
  readonly maxTransactionBytes: number;
  /** Most bytes of one produce batch of a partition; below the broker's message.max.bytes. Default 900 KB. */
  readonly maxProduceBytes: number;
  /** Questions asked at a time, a partition. Default 32. */
  readonly askConcurrency: number;
  /** Timers of a partition held in memory, the earliest first. Default 1000. */
  readonly timerWindow: number;
  /** How long a batch with nothing to write may wait before its offset is committed. Default 1 s. */
  readonly offsetCommitMs: number;
  /** First and longest pause after a failure that passes. Defaults 100 ms and 30 s. */
  readonly backoffFirstMs: number;
  readonly backoffMaxMs: number;
  /** Failed steps within the window that stop the intake. Defaults 20 and 60 s. */
  readonly maxBugs: number;
  readonly bugWindowMs: number;
  /** How far behind the partition's latest record a state must have expired to be swept. Default 10 min. */
  readonly sweepGraceMs: number;
  /** States looked at in one step of the sweep. Default 500. */
  readonly sweepStep: number;
  /** Pause between two passes of the sweep. Default 60 s. */
  readonly sweepIntervalMs: number;
  /** Most bytes of one fetch from a partition. Default 1 MB. */
  readonly fetchBytes: number;
  /** How long the broker holds a fetch that finds nothing. Default 1 s. */
  readonly fetchWaitMs: number;
  /** Least time between two fetches that found little, so that records gather into fewer transactions. Default 25 ms. */
  readonly fetchIntervalMs: number;
  /** Where a group without a committed offset starts. Default true: at the first record. */
  readonly fromBeginning: boolean;
  /** With it, a group without a committed offset starts at the first record of this time or later; epoch milliseconds. */
  readonly startAtMs: number | undefined;
  /** Group membership. Defaults 10 s, 2 s and 60 s; after a crash, the partitions stand still for the first of them. */
  readonly sessionTimeoutMs: number;
  readonly heartbeatMs: number;
  readonly rebalanceTimeoutMs: number;
  /** How long the broker lets a transaction stay open. Default 60 s. */
  readonly transactionTimeoutMs: number;
  /** How long a stop waits for the batches in hand. Default 20 s. */
  readonly stopTimeoutMs: number;
};

/** What holds where a program says nothing else. */
export const defaultSettings: RuntimeSettings = {
  cacheBytes: 32 * 1024 * 1024,
  maxTransactionRecords: 2_000,
  maxTransactionBytes: 8 * 1024 * 1024,
  maxProduceBytes: 900 * 1024,
  askConcurrency: 32,
  timerWindow: 1_000,
  offsetCommitMs: 1_000,
  backoffFirstMs: 100,
  backoffMaxMs: 30_000,
  maxBugs: 20,
  bugWindowMs: 60_000,
  sweepGraceMs: 600_000,
  sweepStep: 500,
  sweepIntervalMs: 60_000,
  fetchBytes: 1024 * 1024,
  fetchWaitMs: 1_000,
  fetchIntervalMs: 25,
  fromBeginning: true,
  startAtMs: undefined,
  sessionTimeoutMs: 10_000,
  heartbeatMs: 2_000,
  rebalanceTimeoutMs: 60_000,
  transactionTimeoutMs: 60_000,
  stopTimeoutMs: 20_000,
};
