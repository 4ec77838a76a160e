import type { Dialect } from '../dialect.ts';
import type { FetchRecord, Program, ProgramCheck, UnavailableReason } from '../function-run.ts';
import type { HeardRun } from './from-worker.ts';

/** How a task ended: as its worker says, or without one. */
export type TaskEnd =
  | { readonly kind: 'ran'; readonly run: HeardRun }
  | { readonly kind: 'checked'; readonly check: ProgramCheck }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'out-of-memory' }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason };

/** Something to do in a worker: a call, or a check without one. */
export type Task = {
  readonly program: Program;
  readonly dialect: Dialect;
  readonly timeoutMs: number;
  readonly call: { readonly handler: string; readonly args: string; readonly settings: string } | undefined;
  /** Aborts when the task is over, and with it the requests it made. */
  readonly over: AbortController;
  readonly fetches: FetchRecord[];
  /** Takes the first end; later ones change nothing. */
  readonly end: (end: TaskEnd) => void;
};
