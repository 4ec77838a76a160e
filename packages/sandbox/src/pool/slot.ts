import type { GuardedFetch } from '@millrace/egress';
import { backoffMs } from '@millrace/http';

import type { HeardMessage } from './from-worker.ts';
import type { WorkerSettings } from '../worker/worker-settings.ts';
import { answerRequest } from './requests.ts';
import type { Task, TaskEnd } from './task.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

const RESTART = { firstMs: 50, maxMs: 5_000 };
/** A process that is not ready by then is ended and started again. */
const MAX_START_MS = 30_000;
/** Programs a worker holds, with their code. */
const MAX_PROGRAMS = 200;
/** How much later than the worker itself this process ends a task that is out of time. */
const LATE_MS = 1_000;

/** What a slot tells: for logs, and to keep programs that end processes apart. */
type SlotEvents = {
  /** A place may have become free. */
  readonly onFree: () => void;
  readonly onProcessEnd: (end: {
    readonly reason: string;
    /** Keys of the programs that ended it, or may have. */
    readonly suspects: readonly string[];
    readonly lostCalls: number;
  }) => void;
};

type SlotOptions = SlotEvents & {
  readonly settings: WorkerSettings;
  readonly fetch: GuardedFetch;
  readonly maxMessageChars: number;
  readonly places: number;
  /** Whether it is for programs that have ended a process before: whoever then is alone in one that ends has ended it. */
  readonly isApart: boolean;
};

type Known = { readonly id: number; readonly code: string };
type Running = { readonly task: Task; readonly programId: number; readonly deadline: NodeJS.Timeout };

/** A place for one worker process: it starts it, starts it again when it has ended, and gives it tasks. */
export class Slot {
  readonly #options: SlotOptions;
  readonly #running = new Map<number, Running>();
  #programs = new Map<string, Known>();
  #process: WorkerProcess | undefined;
  #isReady = false;
  #isClosed = false;
  #nextId = 1;
  #endsInARow = 0;
  #restart: NodeJS.Timeout | undefined;
  #start: NodeJS.Timeout | undefined;
  #endReason: Extract<HeardMessage, { kind: 'ending' }> | undefined;
  #readiness = Promise.withResolvers<undefined>();

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#readiness.promise.catch(() => undefined);
  }

  /** Resolves when the process can take tasks; rejects where the first one ends before that. */
  async start(): Promise<void> {
    this.#spawn();
    await this.#readiness.promise;
  }

  get freePlaces(): number {
    return this.#isReady ? this.#options.places - this.#running.size : 0;
  }

  knows(programKey: string): boolean {
    return this.#programs.has(programKey);
  }

  /** Gives a task to the process; there must be a free place. */
  take(task: Task): void {
    const programId = this.#introduce(task);
    const id = this.#nextId++;
    const { graceMs } = this.#options.settings;
    const deadline = setTimeout(() => this.#overdue(id), task.timeoutMs + graceMs + LATE_MS);
    this.#running.set(id, { task, programId, deadline });
    // It also aborts when the task is over by itself.
    const giveUp = (): void => {
      if (this.#running.has(id)) this.#process?.send({ kind: 'abort', call: id });
    };
    task.over.signal.addEventListener('abort', giveUp, { once: true });
    const { timeoutMs, call } = task;
    if (call === undefined) this.#process?.send({ kind: 'check', call: id, program: programId, timeoutMs });
    else this.#process?.send({ kind: 'call', call: id, program: programId, timeoutMs, ...call });
  }

  /** Ends the process and what is under way in it; resolves when it is gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    for (const id of [...this.#running.keys()]) this.#finish(id, { kind: 'unavailable', reason: 'closed' });
    this.#process?.kill();
    await this.#process?.ended;
  }

  #spawn(): void {
    this.#start = setTimeout(() => this.#process?.kill(), MAX_START_MS);
    this.#process = startWorkerProcess({
      settings: this.#options.settings,
      maxMessageChars: this.#options.maxMessageChars,
      onMessage: message => this.#hear(message),
      onEnd: stderr => this.#ended(stderr),
    });
  }

  #hear(message: HeardMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        clearTimeout(this.#start);
        this.#readiness.resolve(undefined);
        this.#options.onFree();
        break;
      case 'request':
        void this.#answer(message);
        break;
      case 'ran':
        this.#endsInARow = 0;
        this.#finish(message.call, { kind: 'ran', run: message.run });
        break;
      case 'checked':
        this.#finish(message.call, { kind: 'checked', check: message.check });
        break;
      case 'ending':
        this.#endReason = message;
        // It takes no more, and what it still runs it does not finish.
        this.#isReady = false;
        break;
      default:
        message satisfies never;
    }
  }

  async #answer({ call, request, head, body }: Extract<HeardMessage, { kind: 'request' }>): Promise<void> {
    const task = this.#running.get(call)?.task;
    if (task === undefined) return;
    const { fetch, settings } = this.#options;
    const answer = await answerRequest(task, { head, body }, { fetch, requests: settings.limits.requests });
    if (this.#running.has(call)) this.#process?.send({ kind: 'answer', call, request, ...answer });
  }

  /** Tells the worker about the program, if it does not know it, and has it forget the one used longest ago. */
  #introduce({ program, dialect }: Task): number {
    const known = this.#programs.get(program.key);
    this.#programs.delete(program.key);
    const isSame = known?.code === program.code;
    if (known !== undefined && !isSame) this.#process?.send({ kind: 'forget', program: known.id });
    const entry = known !== undefined && isSame ? known : { id: this.#nextId++, code: program.code };
    // Last in the order, as the one just used.
    this.#programs.set(program.key, entry);
    if (entry !== known)
      this.#process?.send({ kind: 'program', program: entry.id, code: program.code, dialect });
    this.#forgetOldest();
    return entry.id;
  }

  #forgetOldest(): void {
    if (this.#programs.size <= MAX_PROGRAMS) return;
    const inUse = new Set([...this.#running.values()].map(({ programId }) => programId));
    for (const [key, { id }] of this.#programs) {
      if (inUse.has(id)) continue;
      this.#programs.delete(key);
      this.#process?.send({ kind: 'forget', program: id });
      return;
    }
  }

  #finish(id: number, end: TaskEnd): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#running.delete(id);
    clearTimeout(running.deadline);
    running.task.end(end);
    this.#options.onFree();
  }

  /** The worker did not end the task, so it is stuck itself, or not ours any more. */
  #overdue(id: number): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    this.#endReason ??= {
      kind: 'ending',
      reason: 'the process did not end a call that was out of time',
      guilty: [running.programId],
    };
    this.#process?.kill();
    this.#finish(id, { kind: 'timed-out' });
  }

  #ended(stderr: string): void {
    const wasReady = this.#isReady || this.#endReason !== undefined;
    const lost = [...this.#running];
    const suspectIds = new Set(this.#endReason?.guilty ?? lost.map(([, { programId }]) => programId));
    const suspects = [...this.#programs].filter(([, { id }]) => suspectIds.has(id)).map(([key]) => key);
    const reason = this.#endReason?.reason ?? (stderr === '' ? 'the process ended' : stderr);
    // A process that ends twice without a word has run out of memory; the first time it may have been ended by somebody.
    const isBlamed = this.#options.isApart && this.#endReason === undefined;
    clearTimeout(this.#start);
    this.#isReady = false;
    this.#process = undefined;
    this.#endReason = undefined;
    this.#programs = new Map();
    if (this.#isClosed) return;
    this.#options.onProcessEnd({ reason, suspects, lostCalls: lost.length });
    for (const [id] of lost)
      this.#finish(
        id,
        isBlamed ? { kind: 'out-of-memory' } : { kind: 'unavailable', reason: 'process-ended' },
      );
    if (!wasReady) this.#readiness.reject(new Error(reason));
    this.#restart = setTimeout(() => this.#spawn(), backoffMs(++this.#endsInARow, RESTART, Math.random()));
  }
}
