import type { Dialect, EmittedType } from './dialect.ts';
import type { Json, JsonObject } from './json.ts';

/** Code of a customer. Calls of one program share its globals, so the key names whose code it is and which version. */
export type Program = {
  /** Same key, same code; at most 200 characters. */
  readonly key: string;
  readonly code: string;
};

/** An HTTP request as the `source` dialect takes it for its first argument. */
export type FunctionRequest = {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
};

/** One call of a handler: `handler(...args, settings)`. */
export type FunctionCall = {
  readonly program: Program;
  readonly dialect: Dialect;
  readonly handler: string;
  readonly args: readonly Json[];
  readonly settings: JsonObject;
  /** From the moment the call has a place to run until it must be over. */
  readonly timeoutMs: number;
};

/** How a call ended. */
export type FunctionOutcome =
  /** Without a value it returned undefined. A Response of the `source` dialect is a `{ status, headers, body }`. */
  | { readonly kind: 'returned'; readonly value?: Json }
  | { readonly kind: 'threw'; readonly error: FunctionError }
  /** Out of time, waiting or computing. */
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'out-of-memory' }
  /** Nothing wrong with the function: it did not run, or not to its end. Another attempt may succeed. */
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason };

/** Why a call could not run to its end. */
export type UnavailableReason =
  /** More calls wait than the bound allows, or this one has waited too long. */
  | 'overloaded'
  /** The process it ran in ended; perhaps through another function. */
  | 'process-ended'
  | 'aborted'
  | 'closed';

/** What code threw; `ReferenceError`, `RetryError` and so on in `name`. The stack names lines of the function only. */
export type FunctionError = { readonly name: string; readonly message: string; readonly stack: string };

/** An event the code sent with the global `Segment`; whether it is a good one is for the caller to judge. */
export type EmittedEvent = { readonly type: EmittedType; readonly event: JsonObject };

/** A line of the function's console. */
export type LogLine = {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Epoch milliseconds. */
  readonly at: number;
  readonly text: string;
};

/** A request the function made; without a status there was no answer. */
export type FetchRecord = {
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly error?: string;
  readonly durationMs: number;
};

/** What a call did. Everything but the outcome is what was known when it ended, whichever way. */
export type FunctionRun = {
  readonly outcome: FunctionOutcome;
  readonly emitted: readonly EmittedEvent[];
  readonly logs: readonly LogLine[];
  readonly fetches: readonly FetchRecord[];
  readonly durationMs: number;
  readonly cpuMs: number;
};

/** What a program turned out to be. */
export type ProgramCheck =
  /** Handlers of the dialect it defines; perhaps none. */
  { readonly handlers: readonly string[] } | { readonly problem: ProgramProblem };

/** Why a program cannot be used. Line and column from 1; 0 where the place is not known. */
export type ProgramProblem = { readonly message: string; readonly line: number; readonly column: number };
