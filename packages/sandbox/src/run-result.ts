import type { FetchRecord, FunctionError, FunctionOutcome, FunctionRun } from './function-run.ts';
import type { HeardRun } from './pool/from-worker.ts';
import type { TaskEnd } from './pool/task.ts';

type Around = { readonly startedAt: number; readonly fetches?: readonly FetchRecord[] };

/** What a call did, of how its task ended. */
export function functionRun(end: TaskEnd, around: Around): FunctionRun {
  switch (end.kind) {
    case 'ran':
      return { ...ran(end.run), fetches: around.fetches ?? [] };
    case 'checked':
      return runWithout({ kind: 'unavailable', reason: 'process-ended' }, around);
    case 'timed-out':
    case 'out-of-memory':
    case 'unavailable':
      return runWithout(end, around);
  }
}

/** A run of which nothing is known but how it ended. */
export function runWithout(outcome: FunctionOutcome, { startedAt, fetches = [] }: Around): FunctionRun {
  return { outcome, emitted: [], logs: [], fetches, durationMs: performance.now() - startedAt, cpuMs: 0 };
}

function ran({ outcome, emitted, logs, durationMs, cpuMs }: HeardRun): Omit<FunctionRun, 'fetches'> {
  return {
    outcome: outcomeOf(outcome),
    emitted: emitted.map(([type, event]) => ({ type, event })),
    logs,
    durationMs,
    cpuMs,
  };
}

function outcomeOf(outcome: HeardRun['outcome']): FunctionOutcome {
  switch (outcome.kind) {
    case 'returned':
      return outcome.json === undefined ? { kind: 'returned' } : { kind: 'returned', value: outcome.json };
    case 'threw':
      return { kind: 'threw', error: withOwnLines(outcome.error) };
    case 'timed-out':
    case 'out-of-memory':
    case 'unavailable':
      return outcome;
  }
}

/** A stack without the lines that are ours: they help nobody who wrote the function. */
function withOwnLines(error: FunctionError): FunctionError {
  const lines = error.stack.split('\n').filter(line => !/^ +at /.test(line) || line.includes('function.js'));
  return { ...error, stack: lines.join('\n') };
}
