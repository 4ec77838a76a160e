import { TransientError } from '@millrace/errors';

import type { Archive } from './archive.ts';
import { refuse, type Answer, type Refusal } from './decision.ts';
import type { Ask } from './operation.ts';
import type { WorkspaceView } from './workspace-view.ts';

/** Answers operations that read the archive. */
export type Queries = {
  /** Never throws for an archive that is away, late or overloaded: that is a refusal which says to try again. */
  answer(ask: Ask<unknown>, callerGone: AbortSignal): Promise<Answer<unknown> | Refusal>;
};

type Deps = {
  readonly view: WorkspaceView;
  readonly archive: Archive;
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  /** Queries at once; more are refused. */
  readonly maxUnderWay: number;
};

/** Queries with a deadline and a bound. */
export function createQueries({ view, archive, timeoutMs, maxUnderWay }: Deps): Queries {
  let underWay = 0;
  return {
    async answer(ask, callerGone) {
      if (underWay >= maxUnderWay)
        return refuse(429, 'rate-limit', 'too many queries are under way; try again in a moment');
      const late = AbortSignal.timeout(timeoutMs);
      underWay += 1;
      try {
        return await ask({ view, archive, signal: AbortSignal.any([callerGone, late]) });
      } catch (thrown) {
        // Nobody reads this one.
        if (callerGone.aborted) return refuse(503, 'server', 'the caller has gone');
        if (late.aborted)
          return refuse(503, 'server', `the archive did not answer within ${timeoutMs} ms; try again`);
        if (thrown instanceof TransientError) return refuse(503, 'server', `${thrown.message}; try again`);
        throw thrown;
      } finally {
        underWay -= 1;
      }
    },
  };
}
