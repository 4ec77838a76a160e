import {
  BugError,
  classifyError,
  TransientError,
  type InvalidRecordError,
  type MillraceError,
} from '@millrace/errors';
import type { ProducerRecord } from '@millrace/kafka';

import { spooledBytes } from './frame.ts';
import type { Spool, SpooledBatch } from './spool.ts';

/** Where new records go, and whether what is on disk moves. */
export type StoreState = 'direct' | 'spooling' | 'draining' | 'returning';

/** Stores records in Kafka, or on disk while Kafka does not take them. */
export type DurableStore = {
  /** Resolves when the records are durable. Records of one key are stored in the order of the calls. */
  readonly store: (records: readonly ProducerRecord[]) => Promise<void>;
  readonly state: StoreState;
  /** Stops sending what is on disk; what waits is written there. Nothing may be stored afterwards. */
  readonly close: () => Promise<void>;
};

/** What is told about it. */
export type StoreFacts = {
  readonly entered: (state: StoreState) => void;
  /** Records have left the spool for Kafka. */
  readonly drained: (records: number) => void;
  /** The front of the spool could not be read, or Kafka did not take it; it stays. */
  readonly refused: (error: MillraceError) => void;
  /** The disk did not take records. */
  readonly notKept: (error: MillraceError) => void;
};

/** Time, as the store sees it. */
export type Clock = {
  readonly now: () => number;
  /** Rejects when aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

type Settings = {
  /** As a producer's `send`: order per key is the order of calls; rejects with TransientError where Kafka does not take them. */
  readonly send: (records: readonly ProducerRecord[]) => Promise<void>;
  /** Makes the producer reject, at once, every send that has no answer, and begin none of them any more. */
  readonly withdraw: () => void;
  /** Why the producer would never take a record; undefined for records it takes. */
  readonly refusal: (records: readonly ProducerRecord[]) => InvalidRecordError | undefined;
  readonly spool: Spool;
  /** How long the oldest send may be without an answer before all go through the spool; also how long a return may take. */
  readonly spoolAfterMs: number;
  /** Pause between two attempts to send what is on disk while Kafka does not take it. */
  readonly retryAfterMs: number;
  /** Most bytes that may wait in memory while returning. */
  readonly maxHeldBytes: number;
  readonly clock: Clock;
  readonly facts: StoreFacts;
};

/** With less than this on disk a return to direct sends is tried; about one read. */
const RETURN_BELOW_BYTES = 1024 * 1024;

/** Most of the spool that is sent at a time. */
const PART_RECORDS = 1_000;
const PART_BYTES = 512 * 1024;

/** A call of `store` that is not answered. */
type Call = {
  readonly records: readonly ProducerRecord[];
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Everything that decides about order is synchronous; only sending, the disk and time are awaited.
 *
 *     direct ──── no answer within spoolAfterMs, or the broker is away ────> spooling
 *       ^                                                                   │     ^
 *       │                                              Kafka takes a batch  │     │  it does not
 *       │                                                                   v     │
 *       └── the spool is empty ── returning <── little is left ──────────── draining
 *
 * - direct: calls go to the producer. On the way to spooling the calls without an answer are withdrawn from it and written to the
 *   spool first, in their order; some of them may be in Kafka already.
 * - spooling, draining: calls go to the spool, and one loop sends from its front.
 * - returning: calls wait in memory, so that the spool can run empty under load; then they go to the producer. When that takes
 *   too long, or Kafka stops taking, they go to the spool.
 *
 * Order per key: the producer keeps the order of sends. What is withdrawn may still be written late by a broker that was slow; but
 * all of it is in the spool, too, in the same order and before anything newer. So the first occurrences of the records of a key are
 * in order, and the repetitions are dropped downstream by messageId.
 */
export function createDurableStore(settings: Settings): DurableStore {
  return new SwitchingStore(settings);
}

class SwitchingStore implements DurableStore {
  readonly #settings: Settings;
  readonly #closing = new AbortController();
  /** Sends without an answer, oldest first. */
  readonly #underWay = new Set<Call>();
  /** Waiting while returning. */
  #held: Call[] = [];
  #heldBytes = 0;
  #state: StoreState;
  #giveUpReturning = new AbortController();
  #watching: Promise<void> | undefined;
  #draining: Promise<void> | undefined;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#state = settings.spool.backlogBytes === 0 ? 'direct' : 'spooling';
    settings.facts.entered(this.#state);
    if (this.#state === 'spooling') this.#draining = this.#drain();
  }

  get state(): StoreState {
    return this.#state;
  }

  readonly store = async (records: readonly ProducerRecord[]): Promise<void> => {
    if (this.#isClosed()) throw new BugError('unexpected-error', 'the store is closed');
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#accept({ records, since: this.#settings.clock.now(), resolve: () => resolve(undefined), reject });
    return promise;
  };

  readonly close = async (): Promise<void> => {
    this.#closing.abort();
    this.#toSpool();
    // What is sent from the spool stays there; there is no need to wait for its answer.
    this.#settings.withdraw();
    await Promise.all([this.#watching, this.#draining]);
    await this.#settings.spool.written();
  };

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }

  #accept(call: Call): void {
    switch (this.#state) {
      case 'direct':
        this.#send(call);
        return;
      case 'spooling':
      case 'draining':
        this.#spool(call);
        return;
      case 'returning':
        this.#hold(call);
        return;
    }
  }

  #send(call: Call): void {
    this.#underWay.add(call);
    this.#settings.send(call.records).then(
      () => {
        if (this.#underWay.delete(call)) call.resolve();
      },
      (error: unknown) => {
        this.#failed(call, error);
      },
    );
    this.#watching ??= this.#watch();
  }

  #failed(call: Call, error: unknown): void {
    // Withdrawn: the spool answers for it.
    if (!this.#underWay.has(call)) return;
    if (isAway(error)) {
      this.#toSpool();
      return;
    }
    this.#underWay.delete(call);
    call.reject(error);
  }

  /** Ends when nothing is under way, so that an idle store has no timer. */
  async #watch(): Promise<void> {
    const { clock, spoolAfterMs } = this.#settings;
    for (let oldest = this.#oldest(); oldest !== undefined; oldest = this.#oldest()) {
      const leftMs = oldest.since + spoolAfterMs - clock.now();
      if (leftMs <= 0) this.#toSpool();
      else await clock.sleep(leftMs, this.#closing.signal).catch(() => undefined);
    }
    this.#watching = undefined;
  }

  #oldest(): Call | undefined {
    return this.#underWay.values().next().value;
  }

  /** From direct or returning: what has no answer goes to the spool in order, and all that comes follows it. */
  #toSpool(): void {
    if (this.#state === 'direct') this.#settings.withdraw();
    else if (this.#state !== 'returning') return;
    const unanswered = [...this.#underWay, ...this.#takeHeld()];
    this.#underWay.clear();
    this.#enter('spooling');
    for (const call of unanswered) this.#spool(call);
    this.#draining ??= this.#drain();
  }

  #spool(call: Call): void {
    const refusal = this.#settings.refusal(call.records);
    if (refusal !== undefined) {
      call.reject(refusal);
      return;
    }
    this.#settings.spool.append(call.records).then(call.resolve, (thrown: unknown) => {
      this.#settings.facts.notKept(classifyError(thrown));
      call.reject(thrown);
    });
  }

  #hold(call: Call): void {
    this.#held.push(call);
    this.#heldBytes += spooledBytes(call.records);
    if (this.#heldBytes > this.#settings.maxHeldBytes) this.#toSpool();
  }

  #takeHeld(): readonly Call[] {
    this.#giveUpReturning.abort();
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    return held;
  }

  #enter(state: StoreState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#settings.facts.entered(state);
  }

  /** Sends from the front of the spool until it is empty. */
  async #drain(): Promise<void> {
    const { spool } = this.#settings;
    while (!this.#isClosed()) {
      if (this.#state === 'draining' && spool.backlogBytes <= RETURN_BELOW_BYTES) this.#return();
      const batch = await this.#untilDone(() => spool.read());
      if (batch !== undefined) await this.#forward(batch);
      else if (spool.backlogBytes > 0) await spool.written();
      else {
        this.#toDirect();
        return;
      }
    }
  }

  async #forward({ records, release }: SpooledBatch): Promise<void> {
    for (const part of partsOf(records)) {
      const isSent = await this.#untilDone(async () => {
        await this.#settings.send(part);
        return true;
      });
      if (isSent === undefined) return;
      this.#settings.facts.drained(part.length);
      if (this.#state === 'spooling') this.#enter('draining');
    }
    await release();
  }

  /** Repeats what fails, for what is in the spool must leave it in order; undefined when the store is closed before it succeeds. */
  async #untilDone<T>(attempt: () => Promise<T>): Promise<T | undefined> {
    const { clock, facts, retryAfterMs } = this.#settings;
    while (!this.#isClosed()) {
      try {
        return await attempt();
      } catch (thrown) {
        if (this.#isClosed()) return undefined;
        this.#toSpool();
        this.#enter('spooling');
        facts.refused(classifyError(thrown));
      }
      await clock.sleep(retryAfterMs, this.#closing.signal).catch(() => undefined);
    }
    return undefined;
  }

  /** Lets the spool run empty: what comes waits in memory, for a bounded time. */
  #return(): void {
    this.#enter('returning');
    this.#giveUpReturning = new AbortController();
    const { clock, spoolAfterMs } = this.#settings;
    clock.sleep(spoolAfterMs, this.#giveUpReturning.signal).then(
      () => {
        this.#toSpool();
      },
      () => undefined,
    );
  }

  /** Nothing is on disk or on its way there. */
  #toDirect(): void {
    this.#draining = undefined;
    this.#enter('direct');
    const since = this.#settings.clock.now();
    for (const call of this.#takeHeld()) this.#send({ ...call, since });
  }
}

function isAway(error: unknown): boolean {
  return error instanceof TransientError && error.code !== 'overloaded';
}

/** Records in order, in parts that a producer takes whatever its bounds are. */
function* partsOf(records: readonly ProducerRecord[]): Generator<readonly ProducerRecord[]> {
  let start = 0;
  let bytes = 0;
  for (const [index, record] of records.entries()) {
    bytes += spooledBytes([record]);
    if (bytes < PART_BYTES && index + 1 - start < PART_RECORDS) continue;
    yield records.slice(start, index + 1);
    start = index + 1;
    bytes = 0;
  }
  if (start < records.length) yield records.slice(start);
}
