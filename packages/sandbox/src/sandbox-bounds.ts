/** Bounds of a sandbox; each has a default, and their sum is what it takes of the machine. */
export type SandboxBounds = {
  /** Processes that run functions; one more is started for programs that ended one. Default 2. */
  readonly processes: number;
  /** Calls under way in one process; default 8. */
  readonly callsPerProcess: number;
  /** Calls of one program under way at once, so that one function cannot hold every place; default 4. */
  readonly callsPerProgram: number;
  /** Calls that may wait for a place; default 1,000. */
  readonly waitingCalls: number;
  /** Longest wait for a place; default 5,000. */
  readonly maxWaitMs: number;
  /** Processor time of one call; default 1,000. */
  readonly cpuMs: number;
  /** Heap of one isolate; default 64 MiB. */
  readonly isolateMemoryBytes: number;
  /** Isolates one process keeps, idle ones included; default 24. */
  readonly isolatesPerProcess: number;
  /** Resident memory of one process; past it the process is ended. Default 768 MiB. */
  readonly processMemoryBytes: number;
  /** How long an isolate may go on after it was told to stop, before its process is ended; default 300. */
  readonly graceMs: number;
  /** Longest arguments and settings of a call as JSON; default 4 Mi characters. */
  readonly argumentChars: number;
};

/** What holds where nothing else is said. */
export const defaultBounds: SandboxBounds = {
  processes: 2,
  callsPerProcess: 8,
  callsPerProgram: 4,
  waitingCalls: 1_000,
  maxWaitMs: 5_000,
  cpuMs: 1_000,
  isolateMemoryBytes: 64 * 1024 * 1024,
  isolatesPerProcess: 24,
  processMemoryBytes: 768 * 1024 * 1024,
  graceMs: 300,
  argumentChars: 4 * 1024 * 1024,
};
