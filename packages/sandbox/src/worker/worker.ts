import type ivm from 'isolated-vm';

import type { Dialect } from '../dialect.ts';
import type { ProgramCheck } from '../function-run.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { CallInHand } from './call-in-hand.ts';
import { Cell } from './cell.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** Bounds are looked at this often. */
const WATCH_MS = 10;
/** An idle isolate that holds more than this part of its memory is not kept. */
const KEPT_PART = 0.5;

type Program = { readonly id: number; readonly code: string; readonly dialect: Dialect };

/** A cell, what it is for, and the call that has it. */
type Seat = { readonly cell: Cell; readonly program: Program; call: CallInHand | undefined };

type WorkerOptions = {
  readonly settings: WorkerSettings;
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer>;
  readonly send: (message: FromWorker) => void;
  /** Ends the process when what was sent is on its way, however stuck its threads are. */
  readonly endProcess: () => void;
};

/** Runs calls in isolates of this process. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #programs = new Map<number, Program>();
  readonly #calls = new Map<number, CallInHand>();
  /** Idle ones first in the order they became so. */
  readonly #idle = new Set<Seat>();
  readonly #taken = new Set<Seat>();
  /** Told to stop, with somebody still in: by when, and whom to tell. */
  readonly #leaving = new Map<Seat, { readonly by: number; readonly resolve: () => void }>();
  #watch: NodeJS.Timeout | undefined;
  #isEnding = false;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  take(message: ToWorker): void {
    switch (message.kind) {
      case 'program':
        this.#programs.set(message.program, {
          id: message.program,
          code: message.code,
          dialect: message.dialect,
        });
        break;
      case 'forget':
        this.#forget(message.program);
        break;
      case 'call':
        void this.#run(message);
        break;
      case 'check':
        void this.#check(message);
        break;
      case 'abort':
        this.#calls.get(message.call)?.stop({ kind: 'unavailable', reason: 'aborted' });
        break;
      case 'answer':
        this.#calls.get(message.call)?.answer(message.request, message.head, message.body);
        break;
      default:
        message satisfies never;
    }
  }

  async #run(message: Extract<ToWorker, { kind: 'call' }>): Promise<void> {
    const program = this.#programOf(message.program);
    const call = this.#begin(message, program);
    const idle = this.#idleSeat(program);
    const seat = idle ?? this.#newSeat(program);
    this.#occupy(seat, call);
    await call.run({ ...message, code: idle === undefined ? program.code : undefined });
    await this.#end(message.call, seat);
    this.#options.send({ kind: 'ran', call: message.call, run: call.result });
  }

  async #check(message: Extract<ToWorker, { kind: 'check' }>): Promise<void> {
    const program = this.#programOf(message.program);
    const call = this.#begin(message, program);
    const seat = this.#newSeat(program);
    this.#occupy(seat, call);
    const loaded = await call.load(program.code);
    const check: ProgramCheck =
      loaded === undefined
        ? { problem: { message: unfinished(call), line: 0, column: 0 } }
        : 'handlers' in loaded
          ? loaded
          : { problem: loaded.problem };
    seat.cell.dispose();
    await this.#end(message.call, seat);
    this.#options.send({ kind: 'checked', call: message.call, check });
  }

  #begin(message: { readonly call: number; readonly timeoutMs: number }, { dialect }: Program): CallInHand {
    const { settings, send } = this.#options;
    const call = new CallInHand({
      dialect,
      settings,
      timeoutMs: message.timeoutMs,
      sendRequest: (request, head, body) =>
        send({ kind: 'request', call: message.call, request, head, body }),
    });
    this.#calls.set(message.call, call);
    this.#watch ??= setInterval(() => this.#look(), WATCH_MS);
    return call;
  }

  #occupy(seat: Seat, call: CallInHand): void {
    seat.call = call;
    this.#taken.add(seat);
    call.occupy(seat.cell);
  }

  #idleSeat(program: Program): Seat | undefined {
    // The last one used is the likeliest to be in a processor's caches.
    const seat = [...this.#idle].findLast(candidate => candidate.program === program);
    if (seat !== undefined) this.#idle.delete(seat);
    return seat;
  }

  #newSeat(program: Program): Seat {
    const { settings, snapshot } = this.#options;
    for (const seat of this.#idle) {
      if (this.#idle.size + this.#taken.size < settings.isolates) break;
      this.#drop(seat);
    }
    const seat: Seat = {
      program,
      call: undefined,
      cell: new Cell({
        snapshot,
        memoryBytes: settings.isolateMemoryBytes,
        limits: settings.limits,
        dialect: program.dialect,
        say: (kind, parts) => seat.call?.heard(kind, parts),
        onCatastrophe: () => {
          seat.call?.stop({ kind: 'out-of-memory' });
          this.#endProcess('an isolate could not be stopped at its memory limit', [seat]);
        },
      }),
    };
    return seat;
  }

  /**
   * The call is over: its seat is kept for the next, unless it is spent. Resolves when nobody is in a spent one, or when the
   * process ends because somebody stays: the place is not given to another call before that is known.
   */
  async #end(callId: number, seat: Seat): Promise<void> {
    this.#calls.delete(callId);
    this.#taken.delete(seat);
    seat.call = undefined;
    if (seat.cell.isDisposed) await this.#left(seat);
    else if (this.#isSpent(seat)) seat.cell.dispose();
    else this.#idle.add(seat);
  }

  #isSpent({ cell, program }: Seat): boolean {
    const { isolateMemoryBytes } = this.#options.settings;
    return cell.heldBytes() > isolateMemoryBytes * KEPT_PART || this.#programs.get(program.id) !== program;
  }

  async #left(seat: Seat): Promise<void> {
    if (!seat.cell.isEntered || this.#isEnding) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const by = performance.now() + this.#options.settings.graceMs;
    this.#leaving.set(seat, { by, resolve: () => resolve(undefined) });
    seat.cell.whenLeft(() => {
      this.#leaving.delete(seat);
      resolve(undefined);
    });
    await promise;
  }

  #drop(seat: Seat): void {
    this.#idle.delete(seat);
    seat.cell.dispose();
  }

  #forget(id: number): void {
    const program = this.#programs.get(id);
    this.#programs.delete(id);
    for (const seat of this.#idle) if (seat.program === program) this.#drop(seat);
  }

  #look(): void {
    for (const call of this.#calls.values()) call.checkBounds();
    const now = performance.now();
    const stuck = [...this.#leaving].filter(([, { by }]) => by < now).map(([seat]) => seat);
    if (stuck.length > 0) this.#endProcess('an isolate went on after it was told to stop', stuck);
    if (process.memoryUsage.rss() > this.#options.settings.processMemoryBytes) this.#relieve();
    if (this.#calls.size > 0 || this.#leaving.size > 0) return;
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  /** Past the bound of the process: what is idle goes first, then the process. */
  #relieve(): void {
    if (this.#idle.size > 0) {
      for (const seat of this.#idle) this.#drop(seat);
      return;
    }
    const running = [...this.#taken, ...this.#leaving.keys()].filter(seat => seat.cell.isEntered);
    // One alone has taken the memory; of several nobody knows which.
    if (running.length === 1) running[0]?.call?.stop({ kind: 'out-of-memory' });
    this.#endProcess('the process has more memory than it may', running);
  }

  #endProcess(reason: string, seats: readonly Seat[]): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    clearInterval(this.#watch);
    // Said first, so that no other call is given to this process; then the calls that have just been stopped are answered.
    this.#options.send({ kind: 'ending', reason, guilty: seats.map(seat => seat.program.id) });
    for (const { resolve } of this.#leaving.values()) resolve();
    setImmediate(this.#options.endProcess);
  }

  #programOf(id: number): Program {
    const program = this.#programs.get(id);
    if (program === undefined) throw new Error(`program ${id} was not sent`);
    return program;
  }
}

function unfinished(call: CallInHand): string {
  switch (call.result.outcome.kind) {
    case 'out-of-memory':
      return 'the code outside the handlers takes too much memory';
    case 'timed-out':
      return 'the code outside the handlers does not come to an end';
    case 'returned':
    case 'threw':
    case 'unavailable':
      return 'the code outside the handlers could not be run';
  }
}
