import { randomBytes } from 'node:crypto';

import ivm from 'isolated-vm';

import type { Dialect } from '../dialect.ts';
import type { GuestLimits } from '../guest-limits.ts';
import { compileProblem, thrownProblem, type LoadFailure } from './program-problem.ts';

const BYTES_PER_MEGABYTE = 1024 * 1024;
const SEED_BYTES = 32;
const FUNCTION_FILE = 'function.js';

/** What a cell's code says on its way out; the parts are texts and numbers the isolate chose. */
type Say = (kind: string, parts: readonly unknown[]) => void;

/** What became of a program: the handlers it defines, or what is wrong with it. */
export type Loaded = { readonly handlers: readonly string[] } | LoadFailure;

type Receive = (kind: string, ...parts: unknown[]) => unknown;

type CellOptions = {
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer>;
  readonly memoryBytes: number;
  readonly limits: GuestLimits;
  readonly dialect: Dialect;
  readonly say: Say;
  /** The engine gave up on the isolate; the process must end. */
  readonly onCatastrophe: () => void;
};

/**
 * An isolate with one program in it, for one call at a time. Every entry is asynchronous, on a thread of the isolate's own, and
 * whatever crosses is a text or a number: the code holds one function of ours, which only speaks, and we hold one of its.
 */
export class Cell {
  readonly #isolate: ivm.Isolate;
  readonly #options: CellOptions;
  #receive: ivm.Reference<Receive> | undefined;
  #entered = 0;
  #cpuMs = 0;
  #isDisposedByUs = false;
  #onLeft: (() => void) | undefined;

  constructor(options: CellOptions) {
    this.#options = options;
    this.#isolate = new ivm.Isolate({
      memoryLimit: Math.ceil(options.memoryBytes / BYTES_PER_MEGABYTE),
      snapshot: options.snapshot,
      inspector: false,
      onCatastrophicError: options.onCatastrophe,
    });
  }

  /** Runs the program's top level. Rejects where the isolate is gone. */
  async load(code: string): Promise<Loaded> {
    return this.#enter(async () => {
      const context = await this.#isolate.createContext();
      const { dialect, limits, say } = this.#options;
      const send = new ivm.Callback((kind: string, ...parts: unknown[]) => say(kind, parts), {
        ignored: true,
      });
      const receive = (await context.evalClosure(
        "'use strict'; return globalThis.__boot($0, $1, $2, $3);",
        [send, JSON.stringify(dialect), JSON.stringify(limits), randomBytes(SEED_BYTES).toString('hex')],
        { result: { reference: true } },
      )) as ivm.Reference<Receive>;

      let script: ivm.Script;
      try {
        script = await this.#isolate.compileScript(code, { filename: FUNCTION_FILE });
      } catch (error) {
        this.#throwIfGone(error);
        return compileProblem(error);
      }
      try {
        await script.run(context, { release: true });
      } catch (error) {
        this.#throwIfGone(error);
        return thrownProblem(error);
      }
      this.#receive = receive;
      try {
        return { handlers: await registeredHandlers(context, receive, dialect) };
      } catch (error) {
        this.#throwIfGone(error);
        // A handler may be a getter.
        return thrownProblem(error);
      }
    });
  }

  /** Calls into the code and resolves when it has run as far as it can. Rejects where the isolate is gone. */
  async tell(kind: string, ...parts: readonly (string | number)[]): Promise<void> {
    await this.#enter(async () => {
      await this.#receive?.apply(undefined, [kind, ...parts]);
    });
  }

  /** Processor time used so far, as of the last moment it could be read. */
  get cpuMs(): number {
    if (!this.#isolate.isDisposed) this.#cpuMs = Number(this.#isolate.cpuTime) / 1e6;
    return this.#cpuMs;
  }

  /** Whether the engine ended the isolate by itself, which it does for memory only. */
  get ranOutOfMemory(): boolean {
    return this.#isolate.isDisposed && !this.#isDisposedByUs;
  }

  get isDisposed(): boolean {
    return this.#isolate.isDisposed;
  }

  /** Whether a thread is in the isolate, or has been asked to be. */
  get isEntered(): boolean {
    return this.#entered > 0;
  }

  /** Memory held by the isolate; for one that nobody is in. */
  heldBytes(): number {
    const { used_heap_size, externally_allocated_size } = this.#isolate.getHeapStatisticsSync();
    return used_heap_size + externally_allocated_size;
  }

  /** Calls once when nobody is in the isolate. */
  whenLeft(callback: () => void): void {
    if (this.isEntered) this.#onLeft = callback;
    else callback();
  }

  dispose(): void {
    if (this.#isolate.isDisposed) return;
    this.#cpuMs = this.cpuMs;
    this.#isDisposedByUs = true;
    this.#isolate.dispose();
  }

  #throwIfGone(error: unknown): void {
    if (this.#isolate.isDisposed) throw error;
  }

  async #enter<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#entered += 1;
    try {
      return await work();
    } finally {
      this.#entered -= 1;
      if (this.#entered === 0) {
        const callback = this.#onLeft;
        this.#onLeft = undefined;
        callback?.();
      }
    }
  }
}

/** Gives the isolate its program's handlers. A closure sees what a script declared with const, which is no property of the global object. */
async function registeredHandlers(
  context: ivm.Context,
  receive: ivm.Reference<Receive>,
  { handlers }: Dialect,
): Promise<readonly string[]> {
  const members = handlers.map(name => `${name}: typeof ${name} === 'function' ? ${name} : undefined`);
  const names: unknown = await context.evalClosure(
    `'use strict'; return $0('handlers', { ${members.join(', ')} });`,
    [receive.derefInto()],
    { result: { copy: true } },
  );
  const registered = String(names).split(' ');
  return handlers.filter(name => registered.includes(name));
}
