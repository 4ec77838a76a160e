import type { DeferredWebhook } from '@millrace/contracts';
import type { SourceId } from '@millrace/domain';

import type { Question } from './handler.ts';
import type { Invocation } from './invocation.ts';
import type { Invoke } from './invoke.ts';

type Deps = {
  /** Reads waiting requests. */
  readonly codec: {
    decode(bytes: Buffer): DeferredWebhook;
    prepare(bytes: readonly Buffer[]): Promise<void> | undefined;
  };
  readonly invoke: Invoke;
};

/** Answers the topology's questions. Throws TransientError where the schema of a waiting request cannot be fetched. */
export function createRunAgain({ codec, invoke }: Deps) {
  return async ({ value, attempt }: Question, signal: AbortSignal): Promise<Invocation> => {
    await codec.prepare([value]);
    const { sourceId, functionId, ...webhook } = codec.decode(value);
    // The brand is of the compiler's world only.
    return invoke(webhook, { sourceId: sourceId as SourceId, functionId, attempt }, signal);
  };
}
