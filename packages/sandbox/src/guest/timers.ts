import type { Bridge } from './bridge.ts';
import { applyFunction, PromiseOf, TypeErrorOf } from './intrinsics.ts';

/** Timers that end with the call. */
export function createTimers(bridge: Bridge): Readonly<Record<string, unknown>> {
  return {
    setTimeout(callback: unknown, delayMs: unknown = 0, ...args: unknown[]): number {
      if (typeof callback !== 'function') throw new TypeErrorOf('setTimeout takes a function');
      return bridge.wake(delayMs, () => {
        applyFunction(callback, undefined, args);
      });
    },
    clearTimeout(id: unknown): void {
      if (typeof id === 'number') bridge.forget(id);
    },
    queueMicrotask(callback: unknown): void {
      if (typeof callback !== 'function') throw new TypeErrorOf('queueMicrotask takes a function');
      void PromiseOf.resolve().then(() => {
        applyFunction(callback, undefined, []);
      });
    },
  };
}
