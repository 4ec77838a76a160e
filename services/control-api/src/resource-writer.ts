import { FencedError, TransientError } from '@millrace/errors';

import { configRecords } from './changes.ts';
import type { ConfigLog } from './config-log.ts';
import { refuse, type Decision, type Refusal } from './decision.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** An answer, or why there is none. */
type Outcome<A> = { readonly kind: 'answer'; readonly answer: A } | Refusal;

/** Makes changes one after another, each decided on the resources as they then are. */
export type ResourceWriter = {
  /** Repeats the decision where another process wrote in between, so it must be free of effects. */
  write<A>(by: string, decide: (view: WorkspaceView) => Decision<A>): Promise<Outcome<A>>;
  /** Lets what waits finish; takes nothing more. */
  close(): Promise<void>;
};

const MAX_ATTEMPTS = 12;

/** The writer of one workspace. */
export function createResourceWriter(deps: {
  readonly configLog: ConfigLog;
  readonly view: WorkspaceView;
  readonly now: () => number;
  /** Changes that may wait; more are refused. */
  readonly maxWaiting: number;
  readonly onWritten: (records: number) => void;
}): ResourceWriter {
  const { configLog, view, now, maxWaiting, onWritten } = deps;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  return {
    async write(by, decide) {
      if (closed) return refuse(503, 'server', 'the control API is stopping; try again in a moment');
      if (waiting >= maxWaiting)
        return refuse(429, 'rate-limit', 'too many changes are waiting; try again in a moment');
      waiting += 1;
      const turn = last.then(() => decideAndAppend(by, decide));
      last = turn.catch(() => undefined).finally(() => (waiting -= 1));
      return turn;
    },
    async close() {
      closed = true;
      await last;
    },
  };

  async function decideAndAppend<A>(
    by: string,
    decide: (view: WorkspaceView) => Decision<A>,
  ): Promise<Outcome<A>> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      try {
        const isFresh = !configLog.isHeld;
        if (isFresh) await configLog.acquire();
        const decision = decide(view);
        const records =
          decision.kind === 'change' ? configRecords(decision.changes, view, { by, at: now() }) : [];
        // Also a refusal must not rest on a table that another writer has left behind; an append of nothing finds out.
        if (records.length > 0 || !isFresh) await configLog.append(records);
        if (records.length > 0) onWritten(records.length);
        return decision.kind === 'change' ? { kind: 'answer', answer: decision.answer() } : decision;
      } catch (error) {
        // Nothing was written; what others wrote in between may change the decision.
        if (!(error instanceof FencedError)) throw error;
      }
    }
    throw new TransientError(
      'partition-lost',
      'writing resources failed: another control API kept taking over; try again',
    );
  }
}
