import type { TopicDeclaration } from '@millrace/contracts';

import type { Topology } from './topology.ts';

/** Every topic a program reads or writes; all of them must exist before it runs. */
export function topicsOf<V, S, T, Q, A>({
  input,
  outputs,
  deadLetters,
  store,
}: Topology<V, S, T, Q, A>): readonly TopicDeclaration[] {
  return [input, ...outputs, deadLetters, ...(store === undefined ? [] : [store.changelog])];
}
