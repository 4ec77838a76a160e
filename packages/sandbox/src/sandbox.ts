import type { GuardedFetch } from '@millrace/egress';
import { ConfigError, TransientError } from '@millrace/errors';

import type { Dialect } from './dialect.ts';
import type { FunctionCall, FunctionRun, Program, ProgramCheck } from './function-run.ts';
import { guestLimits } from './guest-limits.ts';
import type { SandboxProcessEnd } from './process-end.ts';
import { functionRun, runWithout } from './run-result.ts';
import { defaultBounds, type SandboxBounds } from './sandbox-bounds.ts';
import { createSchedule } from './pool/schedule.ts';
import type { Task, TaskEnd } from './pool/task.ts';

/** What a sandbox needs. */
export type SandboxSettings = Partial<SandboxBounds> & {
  /** Makes the requests of functions. */
  readonly fetch: GuardedFetch;
  /** Told when a process that runs functions has ended; it is started again by itself. */
  readonly onProcessEnd?: (end: SandboxProcessEnd) => void;
};

/** Runs code of customers. */
export type Sandbox = {
  /** Runs a call and settles within its timeout and the longest wait; never rejects. Aborting ends it as `unavailable`. */
  run(call: FunctionCall, signal?: AbortSignal): Promise<FunctionRun>;
  /** Compiles a program and runs its top level once, as a call would. Rejects with TransientError where there was no place to do so. */
  check(program: Program & { readonly dialect: Dialect }): Promise<ProgramCheck>;
  /** Calls that wait and that run. */
  load(): { readonly waiting: number; readonly running: number };
  /** Ends what is under way and the processes. */
  close(): Promise<void>;
};

const CHECK_TIMEOUT_MS = 2_000;

/** Starts the processes; throws ConfigError where they do not start. */
export async function createSandbox({ fetch, onProcessEnd, ...settings }: SandboxSettings): Promise<Sandbox> {
  const bounds = { ...defaultBounds, ...settings };
  const schedule = createSchedule({
    ...bounds,
    fetch,
    onProcessEnd: onProcessEnd ?? (() => undefined),
    limits: guestLimits,
  });
  try {
    await schedule.start();
  } catch (cause) {
    await schedule.close();
    throw new ConfigError(
      'configuration-invalid',
      `starting a process that runs functions failed: ${String(cause)}`,
      { cause },
    );
  }

  const perform = (
    task: Omit<Task, 'over' | 'fetches' | 'end'>,
    signal?: AbortSignal,
  ): Promise<{ end: TaskEnd; fetches: Task['fetches'] }> => {
    const { promise, resolve } = Promise.withResolvers<TaskEnd>();
    const over = new AbortController();
    const fetches: Task['fetches'] = [];
    const abort = (): void => resolve({ kind: 'unavailable', reason: 'aborted' });
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted === true) abort();
    else schedule.add({ ...task, over, fetches, end: resolve });
    return promise.then(end => {
      signal?.removeEventListener('abort', abort);
      over.abort();
      return { end, fetches };
    });
  };

  return {
    async run({ program, dialect, handler, args, settings: given, timeoutMs }, signal) {
      const startedAt = performance.now();
      const call = { handler, args: JSON.stringify(args), settings: JSON.stringify(given) };
      const chars = call.args.length + call.settings.length;
      if (chars > bounds.argumentChars)
        return runWithout({ kind: 'threw', error: tooLarge(chars, bounds.argumentChars) }, { startedAt });
      const { end, fetches } = await perform({ program, dialect, timeoutMs, call }, signal);
      return functionRun(end, { fetches, startedAt });
    },
    async check({ dialect, ...program }) {
      const { end } = await perform({ program, dialect, timeoutMs: CHECK_TIMEOUT_MS, call: undefined });
      switch (end.kind) {
        case 'checked':
          return end.check;
        case 'timed-out':
        case 'out-of-memory':
          return {
            problem: {
              message: 'the code outside the handlers takes too much time or memory',
              line: 0,
              column: 0,
            },
          };
        case 'ran':
        case 'unavailable':
          throw new TransientError(
            'overloaded',
            'checking a function failed: the sandbox has no place for it; try again',
          );
      }
    },
    load: () => schedule.load(),
    close: () => schedule.close(),
  };
}

function tooLarge(chars: number, most: number): { name: string; message: string; stack: string } {
  return {
    name: 'RangeError',
    message: `the arguments have ${chars} characters as JSON, at most ${most} are taken`,
    stack: '',
  };
}
