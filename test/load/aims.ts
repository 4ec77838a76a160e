/** What the bench aims at on two cores with everything, load generator and inbox too, on one machine. */
export const aims = {
  singleRequestsPerSecond: 10_000,
  batchedEventsPerSecond: 100_000,
  sustainedPerSecond: 6_000,
  latencyP99Ms: 300,
  cpuSecondsPerMillion: 300,
  diskBytesPerMillion: 1.5e9,
  idleCores: 0.05,
} as const;
