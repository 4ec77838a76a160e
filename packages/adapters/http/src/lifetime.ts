import { setTimeout as sleep } from 'node:timers/promises';

import { classifyError, TransientError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';

import { backoffMs } from './backoff.ts';
import type { Readiness } from './operations-server.ts';

type Part = { readonly name: string; readonly close: () => Promise<void> | void };

const pauses = { firstMs: 250, maxMs: 5000 };

/** The parts of a running process, in the order they started. */
export type Lifetime = {
  /** Aborts when the process is asked to stop. */
  readonly signal: AbortSignal;
  /** Names the logger for what happens from here on. */
  readonly logTo: (log: Logger) => void;
  /** Registers how a part stops; parts stop in reverse order. */
  readonly onStop: (name: string, close: Part['close']) => void;
  /** Repeats an attempt to reach a dependency until it stops throwing TransientError; says once that it waits and once that it is over. */
  readonly waitFor: <T>(dependency: string, attempt: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Not ready while the start is under way or a stop has begun. */
  readonly readiness: () => Readiness;
};

/** A lifetime with the switches that `runService` turns. */
export type ControlledLifetime = Lifetime & {
  readonly started: () => void;
  /** Stops every part once, the last first; later calls wait for the first. A part that fails is logged and the others still stop. Resolves to whether all stopped well. */
  readonly stop: () => Promise<boolean>;
};

/** Makes a lifetime that has not started. */
export function createLifetime(firstLog: Logger): ControlledLifetime {
  const parts: Part[] = [];
  const waiting = new Set<string>();
  const stopping = new AbortController();
  let log = firstLog;
  let isStarted = false;
  let stopped: Promise<boolean> | undefined;

  return {
    signal: stopping.signal,
    logTo(next) {
      log = next;
    },
    onStop(name, close) {
      parts.push({ name, close });
    },
    async waitFor(dependency, attempt) {
      waiting.add(dependency);
      try {
        return await untilReached(dependency, attempt, { log, signal: stopping.signal });
      } finally {
        waiting.delete(dependency);
      }
    },
    readiness: () => ({
      ready: isStarted && waiting.size === 0 && !stopping.signal.aborted,
      waitingFor: [...waiting],
    }),
    started() {
      isStarted = true;
    },
    stop() {
      stopping.abort();
      stopped ??= closeInReverse(parts, () => log);
      return stopped;
    },
  };
}

async function untilReached<T>(
  dependency: string,
  attempt: (signal: AbortSignal) => Promise<T>,
  { log, signal }: { readonly log: Logger; readonly signal: AbortSignal },
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    signal.throwIfAborted();
    try {
      const result = await attempt(signal);
      if (attempts > 1) log.info('Dependency reached.', { dependency, attempts });
      return result;
    } catch (thrown) {
      const error = classifyError(thrown);
      if (!(error instanceof TransientError)) throw error;
      if (attempts === 1)
        log.warn('Waiting for a dependency.', { dependency, code: error.code, reason: error.message });
      await sleep(backoffMs(attempts, pauses, Math.random()), undefined, { signal });
    }
  }
}

async function closeInReverse(parts: readonly Part[], log: () => Logger): Promise<boolean> {
  let isClean = true;
  for (const part of parts.toReversed()) {
    try {
      await part.close();
    } catch (error) {
      isClean = false;
      log().error('Part did not stop well.', { part: part.name, error });
    }
  }
  return isClean;
}
