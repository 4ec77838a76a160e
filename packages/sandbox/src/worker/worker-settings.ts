import type { GuestLimits } from '../guest-limits.ts';

/** Bounds of a worker and of each of its isolates. */
export type WorkerSettings = {
  readonly limits: GuestLimits;
  readonly isolateMemoryBytes: number;
  /** Isolates kept, idle ones included. */
  readonly isolates: number;
  /** Processor time of one call. */
  readonly cpuMs: number;
  /** How long an isolate may go on after it was told to stop; then the process ends. */
  readonly graceMs: number;
  /** Resident memory of the process; past it the process ends. */
  readonly processMemoryBytes: number;
};
