import type { EpochMillis, SourceId } from '@millrace/domain';
import { dialects, type JsonObject, type Sandbox } from '@millrace/sandbox';

import type { Invocation } from './invocation.ts';
import type { Targets } from './targets.ts';
import type { Facts } from './telemetry.ts';
import type { Webhook } from './webhook.ts';

/** Whose function is to run, and how often it has. */
type InvocationOf = {
  readonly sourceId: SourceId;
  /** Counts where the source has none any more. */
  readonly functionId: string;
  readonly attempt: number;
};

/** Runs a source's function on a webhook. Settles within the function's time and its wait for a place; never rejects. */
export type Invoke = (webhook: Webhook, whose: InvocationOf, signal?: AbortSignal) => Promise<Invocation>;

type Deps = {
  readonly targets: Pick<Targets, 'functionOf'>;
  readonly sandbox: Pick<Sandbox, 'run'>;
  readonly timeoutMs: number;
  readonly now: () => EpochMillis;
  readonly facts: Pick<Facts, 'ran'>;
};

/** The way into the sandbox. */
export function createInvoke({ targets, sandbox, timeoutMs, now, facts }: Deps): Invoke {
  return async (webhook, { sourceId, functionId, attempt }, signal) => {
    const runnable = targets.functionOf(sourceId);
    const startedAt = now();
    if ('kind' in runnable) return { webhook, sourceId, functionId, attempt, startedAt, end: runnable };
    const { method, url, headers, body } = webhook;
    const request = { method, url, headers: headers.map(({ name, value }) => [name, value] as const), body };
    const run = await sandbox.run(
      {
        // A version of a function, told by one source: neither its globals nor its secrets are another's.
        program: { key: `${sourceId}/${runnable.id}/${runnable.version}`, code: runnable.code },
        dialect: dialects.source,
        handler: 'onRequest',
        args: [request],
        // Settings come out of JSON.
        settings: runnable.settings as JsonObject,
        timeoutMs,
      },
      signal,
    );
    facts.ran(run);
    const end = { kind: 'ran', function: runnable, run } as const;
    return { webhook, sourceId, functionId: runnable.id, attempt, startedAt, end };
  };
}
