import type { Dialect } from '../dialect.ts';
import type { WorkerRun } from '../protocol.ts';
import { createCallRecord, saidOutcome, type CallRecord } from './call-record.ts';
import type { Cell, Loaded } from './cell.ts';
import { thrownProblem } from './program-problem.ts';
import type { WorkerSettings } from './worker-settings.ts';

type Entry = {
  /** For a cell without it. */
  readonly code: string | undefined;
  readonly handler: string;
  readonly args: string;
  readonly settings: string;
};

type Outcome = WorkerRun['outcome'];

type CallOptions = {
  readonly dialect: Dialect;
  readonly settings: WorkerSettings;
  readonly timeoutMs: number;
  readonly sendRequest: (request: number, head: string, body: string) => void;
};

/**
 * A call and the cell it runs in: what the code says is recorded, what it waits for is brought to it, and its bounds are kept.
 * A call is over when the code has answered and left the cell, or when it is stopped.
 */
export class CallInHand {
  readonly #options: CallOptions;
  readonly #record: CallRecord;
  readonly #startedAt = performance.now();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #asked = new Set<number>();
  readonly #over = Promise.withResolvers<undefined>();
  #cell: Cell | undefined;
  #cpuMsAtStart = 0;
  #requests = 0;
  #wakes = 0;
  #said: Outcome | undefined;
  #imposed: Outcome | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#record = createCallRecord({ emits: options.dialect.emits, limits: options.settings.limits }, () =>
      Date.now(),
    );
  }

  /** From here on the call has a cell, and the cell's time counts. */
  occupy(cell: Cell): void {
    this.#cell = cell;
    this.#cpuMsAtStart = cell.cpuMs;
  }

  /** Calls the handler, in a new cell after loading its code; resolves when the call is over. */
  async run(entry: Entry): Promise<void> {
    void this.#start(entry);
    await this.#over.promise;
  }

  /** Loads code into a new cell. Resolves to undefined where the call is over before that. */
  async load(code: string): Promise<Loaded | undefined> {
    const loading = this.#cell?.load(code).catch(() => {
      this.#lostCell();
      return undefined;
    });
    const loaded = await Promise.race([loading, this.#over.promise]);
    return this.isOver ? undefined : loaded;
  }

  /** What the code in the cell says. */
  heard(kind: string, parts: readonly unknown[]): void {
    if (this.#said !== undefined || this.#imposed !== undefined) return;
    switch (kind) {
      case 'log':
        this.#record.log(parts[0], parts[1]);
        break;
      case 'emit':
        this.#record.emit(parts[0], parts[1]);
        break;
      case 'request':
        this.#request(parts[0], parts[1], parts[2]);
        break;
      case 'wake':
        this.#wake(parts[0], parts[1]);
        break;
      case 'returned':
      case 'threw':
        this.#said = saidOutcome(kind, parts, this.#options.settings.limits);
        this.#endIfOver();
        break;
      default:
    }
  }

  /** The reply to a request of the code. */
  answer(request: number, head: string, body: string): void {
    if (this.#asked.delete(request)) this.#tell('answered', request, head, body);
  }

  /** Stops the call where it has taken too long, or its cell is gone. */
  checkBounds(): void {
    const { timeoutMs, settings } = this.#options;
    if (this.#cell?.ranOutOfMemory === true) this.stop({ kind: 'out-of-memory' });
    else if (this.durationMs >= timeoutMs || this.cpuMs >= settings.cpuMs) this.stop({ kind: 'timed-out' });
  }

  /** Stops the call, and its cell with it: nobody knows what state the code is in. */
  stop(outcome: Outcome): void {
    if (!this.isOver) this.#impose(outcome);
  }

  get isOver(): boolean {
    return this.#imposed !== undefined || (this.#said !== undefined && this.#cell?.isEntered !== true);
  }

  get durationMs(): number {
    return performance.now() - this.#startedAt;
  }

  get cpuMs(): number {
    return this.#cell === undefined ? 0 : Math.max(0, this.#cell.cpuMs - this.#cpuMsAtStart);
  }

  /** What the call did, for a call that is over. */
  get result(): WorkerRun {
    return {
      outcome: this.#imposed ?? this.#said ?? { kind: 'unavailable', reason: 'aborted' },
      emitted: this.#record.emitted,
      logs: this.#record.logs,
      durationMs: this.durationMs,
      cpuMs: this.cpuMs,
    };
  }

  async #start({ code, handler, args, settings }: Entry): Promise<void> {
    if (code !== undefined) {
      const loaded = await this.load(code);
      if (loaded === undefined) return;
      if ('problem' in loaded) {
        this.#said = { kind: 'threw', error: loaded.error };
        this.#endIfOver();
        return;
      }
    }
    this.#tell('call', handler, args, settings);
  }

  #request(id: unknown, head: unknown, body: unknown): void {
    const { limits } = this.#options.settings;
    if (typeof id !== 'number' || typeof head !== 'string' || typeof body !== 'string') return;
    if (this.#requests >= limits.requests || head.length + body.length > limits.requestChars) return;
    this.#requests += 1;
    this.#asked.add(id);
    this.#options.sendRequest(id, head, body);
  }

  #wake(id: unknown, delayMs: unknown): void {
    if (typeof id !== 'number' || typeof delayMs !== 'number') return;
    const { limits } = this.#options.settings;
    if (this.#wakes >= limits.timers) return;
    this.#wakes += 1;
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        this.#tell('fired', id);
      },
      Math.min(Math.max(delayMs, 0), limits.timerMs),
    );
    this.#timers.add(timer);
  }

  #tell(kind: string, ...parts: readonly (string | number)[]): void {
    this.#cell?.tell(kind, ...parts).then(
      () => this.#endIfOver(),
      (error: unknown) => {
        // In an isolate that is still there, a promise was rejected and nobody took it: as in Node, that ends the call, even
        // one that has just returned.
        if (this.#cell?.isDisposed === false)
          this.#impose({ kind: 'threw', error: thrownProblem(error).error });
        else this.#lostCell();
      },
    );
  }

  /** The isolate is gone. */
  #lostCell(): void {
    if (this.isOver) this.#end();
    else if (this.#cell?.ranOutOfMemory === true) this.stop({ kind: 'out-of-memory' });
    else this.stop({ kind: 'unavailable', reason: 'process-ended' });
  }

  #impose(outcome: Outcome): void {
    this.#imposed ??= outcome;
    this.#cell?.dispose();
    this.#end();
  }

  #endIfOver(): void {
    if (this.isOver) this.#end();
  }

  #end(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#asked.clear();
    this.#over.resolve(undefined);
  }
}
