import type { GuardedFetch } from '@millrace/egress';

import type { GuestLimits } from '../guest-limits.ts';
import type { SandboxProcessEnd } from '../process-end.ts';
import type { SandboxBounds } from '../sandbox-bounds.ts';
import { Slot } from './slot.ts';
import type { Task } from './task.ts';

/** How long a program that ended a process runs apart from the others. */
const APART_MS = 10 * 60_000;
const MAX_SUSPECTS = 1_000;

type ScheduleOptions = SandboxBounds & {
  readonly limits: GuestLimits;
  readonly fetch: GuardedFetch;
  readonly onProcessEnd: (end: SandboxProcessEnd) => void;
};

/** Gives tasks places: in order, but for programs that have all the places one may have. */
export type Schedule = {
  start(): Promise<void>;
  add(task: Task): void;
  load(): { readonly waiting: number; readonly running: number };
  /** Resolves when the processes are gone. */
  close(): Promise<void>;
};

type Waiting = { readonly task: Task; readonly giveUp: NodeJS.Timeout };

export function createSchedule(options: ScheduleOptions): Schedule {
  const waiting = new Set<Waiting>();
  const runningOf = new Map<string, number>();
  const suspects = new Map<string, number>();
  let running = 0;
  let isClosed = false;

  const slotOf = ({ places, isApart }: { readonly places: number; readonly isApart: boolean }): Slot =>
    new Slot({
      settings: {
        limits: options.limits,
        isolateMemoryBytes: options.isolateMemoryBytes,
        isolates: options.isolatesPerProcess,
        cpuMs: options.cpuMs,
        graceMs: options.graceMs,
        processMemoryBytes: options.processMemoryBytes,
      },
      fetch: options.fetch,
      maxMessageChars: maxMessageChars(options.limits),
      places,
      isApart,
      onFree: give,
      onProcessEnd(end) {
        for (const key of end.suspects) suspect(key);
        options.onProcessEnd(end);
      },
    });
  const slots = Array.from({ length: options.processes }, () =>
    slotOf({ places: options.callsPerProcess, isApart: false }),
  );
  let apart: Slot | undefined;

  return {
    async start() {
      await Promise.all(slots.map(slot => slot.start()));
    },
    add(task) {
      if (isClosed) task.end({ kind: 'unavailable', reason: 'closed' });
      else if (waiting.size >= options.waitingCalls) task.end({ kind: 'unavailable', reason: 'overloaded' });
      else {
        enqueue(task);
        give();
      }
    },
    load: () => ({ waiting: waiting.size, running }),
    async close() {
      isClosed = true;
      for (const { task, giveUp } of waiting) {
        clearTimeout(giveUp);
        task.end({ kind: 'unavailable', reason: 'closed' });
      }
      waiting.clear();
      await Promise.all([...slots, ...(apart === undefined ? [] : [apart])].map(slot => slot.close()));
    },
  };

  function enqueue(task: Task): void {
    const entry: Waiting = {
      task,
      giveUp: setTimeout(() => {
        waiting.delete(entry);
        task.end({ kind: 'unavailable', reason: 'overloaded' });
      }, options.maxWaitMs),
    };
    waiting.add(entry);
    task.over.signal.addEventListener('abort', () => leaveQueue(entry), { once: true });
  }

  function leaveQueue(entry: Waiting): void {
    waiting.delete(entry);
    clearTimeout(entry.giveUp);
  }

  function give(): void {
    if (isClosed) return;
    for (const entry of waiting) {
      const { key } = entry.task.program;
      if ((runningOf.get(key) ?? 0) >= options.callsPerProgram) continue;
      const slot = isSuspect(key) ? placeApart() : placeFor(key);
      if (slot === undefined) continue;
      leaveQueue(entry);
      place(entry.task, slot);
    }
  }

  function place(task: Task, slot: Slot): void {
    const { key } = task.program;
    running += 1;
    runningOf.set(key, (runningOf.get(key) ?? 0) + 1);
    slot.take({
      ...task,
      end(end) {
        running -= 1;
        const left = (runningOf.get(key) ?? 1) - 1;
        if (left === 0) runningOf.delete(key);
        else runningOf.set(key, left);
        task.end(end);
      },
    });
  }

  /** A process that has the program's code already, or the one with the most places. */
  function placeFor(key: string): Slot | undefined {
    const rank = (slot: Slot): number => slot.freePlaces + (slot.knows(key) ? options.callsPerProcess : 0);
    const free = slots.filter(slot => slot.freePlaces > 0);
    return free.sort((left, right) => rank(right) - rank(left))[0];
  }

  /** The process for programs that ended one; it has one place, so that the next time it is clear which it was. */
  function placeApart(): Slot | undefined {
    if (apart === undefined) {
      apart = slotOf({ places: 1, isApart: true });
      apart.start().catch(() => undefined);
    }
    return apart.freePlaces > 0 ? apart : undefined;
  }

  function suspect(key: string): void {
    suspects.delete(key);
    suspects.set(key, performance.now() + APART_MS);
    const [oldest] = suspects.keys();
    if (suspects.size > MAX_SUSPECTS && oldest !== undefined) suspects.delete(oldest);
  }

  function isSuspect(key: string): boolean {
    const until = suspects.get(key);
    if (until === undefined) return false;
    if (until > performance.now()) return true;
    suspects.delete(key);
    return false;
  }
}

/** Longest line a worker of ours can write: escaped, each character may become six. */
function maxMessageChars(limits: GuestLimits): number {
  return 6 * (limits.resultChars + limits.eventChars + limits.logChars + limits.requestChars) + 1024 * 1024;
}
