import type { GuestLimits } from '../guest-limits.ts';
import type { LogLine } from '../function-run.ts';
import { isNestedDeeper } from '../json-depth.ts';
import type { WorkerRun } from '../protocol.ts';

const levels = ['debug', 'info', 'warn', 'error'] as const;

/**
 * What a call has said so far. The isolate counts and cuts before anything crosses; what is taken here is looked at again,
 * as if it did not.
 */
export type CallRecord = {
  log(level: unknown, text: unknown): void;
  emit(type: unknown, json: unknown): void;
  readonly emitted: WorkerRun['emitted'];
  readonly logs: readonly LogLine[];
};

/** A record within bounds. Time comes in as `now`, in epoch milliseconds. */
export function createCallRecord(
  { emits, limits }: { readonly emits: readonly string[]; readonly limits: GuestLimits },
  now: () => number,
): CallRecord {
  const emitted: (readonly [string, string])[] = [];
  const logs: LogLine[] = [];
  let logChars = 0;
  let eventChars = 0;
  return {
    emitted,
    logs,
    log(level, text) {
      const known = levels.find(name => name === level);
      if (known === undefined || typeof text !== 'string' || text.length > limits.logLineChars) return;
      if (logs.length >= limits.logLines || logChars + text.length > limits.logChars) return;
      logChars += text.length;
      logs.push({ level: known, at: now(), text });
    },
    emit(type, json) {
      if (typeof type !== 'string' || !emits.includes(type) || typeof json !== 'string') return;
      if (emitted.length >= limits.events || eventChars + json.length > limits.eventChars) return;
      if (isNestedDeeper(json, limits.depth)) return;
      eventChars += json.length;
      emitted.push([type, json]);
    },
  };
}

/** The outcome in what an isolate said of its end. */
export function saidOutcome(
  kind: 'returned' | 'threw',
  parts: readonly unknown[],
  limits: GuestLimits,
): WorkerRun['outcome'] {
  const said = (index: number, most: number): string => {
    const part = parts[index];
    return typeof part === 'string' ? part.slice(0, most) : '';
  };
  if (kind === 'threw')
    return {
      kind: 'threw',
      error: {
        name: said(0, limits.errorNameChars),
        message: said(1, limits.errorTextChars),
        stack: said(2, limits.errorTextChars),
      },
    };
  const json = parts[0];
  const isTaken =
    typeof json === 'string' && json.length <= limits.resultChars && !isNestedDeeper(json, limits.depth);
  return isTaken ? { kind, json } : { kind };
}
