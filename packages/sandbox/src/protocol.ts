import type { Dialect } from './dialect.ts';
import type { FunctionOutcome, LogLine, ProgramCheck } from './function-run.ts';

/** Names a program, a call or a request between two processes. */
type Id = number;

/** What a call did, as the worker knows it. Values and events are still JSON texts. */
export type WorkerRun = {
  readonly outcome:
    | Exclude<FunctionOutcome, { readonly kind: 'returned' }>
    | { readonly kind: 'returned'; readonly json?: string };
  readonly emitted: readonly (readonly [type: string, json: string])[];
  readonly logs: readonly LogLine[];
  readonly durationMs: number;
  readonly cpuMs: number;
};

/** To the worker. It knows a program from `program` until `forget`. */
export type ToWorker =
  | { readonly kind: 'program'; readonly program: Id; readonly code: string; readonly dialect: Dialect }
  | { readonly kind: 'forget'; readonly program: Id }
  | {
      readonly kind: 'call';
      readonly call: Id;
      readonly program: Id;
      readonly handler: string;
      readonly args: string;
      readonly settings: string;
      readonly timeoutMs: number;
    }
  | { readonly kind: 'check'; readonly call: Id; readonly program: Id; readonly timeoutMs: number }
  | { readonly kind: 'abort'; readonly call: Id }
  | {
      readonly kind: 'answer';
      readonly call: Id;
      readonly request: Id;
      readonly head: string;
      readonly body: string;
    };

/** From the worker. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'request';
      readonly call: Id;
      readonly request: Id;
      readonly head: string;
      readonly body: string;
    }
  | { readonly kind: 'ran'; readonly call: Id; readonly run: WorkerRun }
  | { readonly kind: 'checked'; readonly call: Id; readonly check: ProgramCheck }
  /** The process ends because of these programs; it takes no other call, and answers those it has just stopped. */
  | { readonly kind: 'ending'; readonly reason: string; readonly guilty: readonly Id[] };
