import type { BatchItem } from './batch-item.ts';
import { createLimiter } from './limiter.ts';
import { residentKeys } from './state-keys.ts';
import { verdictOf } from './step-errors.ts';
import { stepItem, type StepScope } from './step-item.ts';

type Bounds = {
  /** Bytes of effects past which no further input is begun. */
  readonly maxBytes: number;
  readonly askConcurrency: number;
  readonly signal: AbortSignal;
};

/** A question under way, and how to undo the changes of its input so far. */
type Asked<Q> = { readonly question: Q; readonly undo: () => void };

/** An answer to step, with what undoes the steps before it. */
type Answered<A> = { readonly answer: A; readonly undo: () => void };

/**
 * Steps inputs in order and returns how many were taken; each of those has its verdict then. An input that asks holds up
 * those of its ordering key until its answer is stepped; the others go on. Throws where an error concerns the whole batch;
 * what was changed until then is worthless.
 */
export async function stepBatch<V, S, T, Q, A>(
  scope: StepScope<V, S, T, Q, A>,
  items: readonly BatchItem<V>[],
  { maxBytes, askConcurrency, signal }: Bounds,
): Promise<number> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const stepper = createStepper(scope);
  const converse = createConversation(scope, stepper, { askConcurrency, stop });
  /** Inputs that wait for one of their ordering key. */
  const lanes = new Map<string, BatchItem<V>[]>();
  const conversations: Promise<void>[] = [];
  let taken = 0;

  const follow = async (lane: string, first: BatchItem<V>, asked: Asked<Q>): Promise<void> => {
    await converse(first, asked);
    for (let next = lanes.get(lane)?.shift(); next !== undefined; next = lanes.get(lane)?.shift()) {
      const question = await stepper.step(next);
      if (question !== undefined) await converse(next, question);
    }
    lanes.delete(lane);
  };

  try {
    for (const item of items) {
      if (stepper.bytes() > maxBytes || stop.aborted) break;
      taken += 1;
      const lane = laneOf(scope, item);
      if (item.verdict !== undefined || lane === undefined) continue;
      const waiting = lanes.get(lane);
      if (waiting !== undefined) {
        waiting.push(item);
        continue;
      }
      const asked = await stepper.step(item);
      if (asked === undefined) continue;
      lanes.set(lane, []);
      conversations.push(follow(lane, item, asked).catch((thrown: unknown) => failed.abort(thrown)));
    }
  } catch (thrown) {
    failed.abort(thrown);
  }
  await Promise.all(conversations);
  stop.throwIfAborted();
  return taken;
}

type Stepper<V, Q, A> = {
  /** Runs one step and returns the question it leaves open. A failed input leaves no trace but its verdict. */
  step(item: BatchItem<V>, answered?: Answered<A>): Promise<Asked<Q> | undefined>;
  /** Bytes of all effects so far. */
  bytes(): number;
};

function createStepper<V, S, T, Q, A>(scope: StepScope<V, S, T, Q, A>): Stepper<V, Q, A> {
  const reads = { topology: scope.program.topology, states: scope.states, tables: scope.tables };
  let bytes = 0;

  return {
    async step(item, answered) {
      const { input } = item;
      if (input === undefined) return undefined;
      try {
        const keys = await residentKeys(input, reads);
        const call =
          answered === undefined ? input : { kind: 'answer' as const, answer: answered.answer, to: input };
        const effects = stepItem(scope, item, call, keys);
        if (item.verdict?.kind === 'dead') rollBack(item, answered?.undo);
        bytes += effects.bytes;
        if (effects.question === undefined) return undefined;
        const undo = () => {
          effects.undo();
          answered?.undo();
        };
        return { question: effects.question, undo };
      } catch (thrown) {
        item.verdict = verdictOf(thrown);
        rollBack(item, answered?.undo);
        return undefined;
      }
    },
    bytes: () => bytes,
  };
}

/** Asks and steps the answers until an input leaves no question open. */
function createConversation<V, S, T, Q, A>(
  { program }: StepScope<V, S, T, Q, A>,
  stepper: Stepper<V, Q, A>,
  { askConcurrency, stop }: { readonly askConcurrency: number; readonly stop: AbortSignal },
): (item: BatchItem<V>, first: Asked<Q>) => Promise<void> {
  const limit = createLimiter(askConcurrency);
  const ask = async (question: Q): Promise<A> => {
    stop.throwIfAborted();
    if (program.ask === undefined) throw new Error('a step asked, but nobody was given to ask');
    return program.ask(question, stop);
  };

  return async (item, first) => {
    for (let asked: Asked<Q> | undefined = first; asked !== undefined;) {
      const { question, undo }: Asked<Q> = asked;
      try {
        const answer = await limit(() => ask(question));
        asked = await stepper.step(item, { answer, undo });
      } catch (thrown) {
        if (stop.aborted) throw thrown;
        item.verdict = verdictOf(thrown);
        rollBack(item, undo);
        asked = undefined;
      }
    }
  };
}

function rollBack<V>(item: BatchItem<V>, undo: (() => void) | undefined): void {
  undo?.();
  item.outputs = [];
}

/** The ordering key of an input; undefined where it takes no step. An input whose key cannot be told is dead. */
function laneOf<V, S, T, Q, A>(
  { program }: StepScope<V, S, T, Q, A>,
  item: BatchItem<V>,
): string | undefined {
  if (item.input === undefined || item.verdict !== undefined) return undefined;
  // Without questions nothing ever waits.
  if (program.ask === undefined) return '';
  try {
    return program.topology.orderingKey?.(item.input) ?? item.input.key;
  } catch (thrown) {
    item.verdict = verdictOf(thrown);
    return undefined;
  }
}
