// Generated from the folders of src/ by `make generate`. Do not edit.

import type { Destination } from '../src/destination.ts';
import { destination as webhook } from '../src/webhook/index.ts';

/** Every destination, by slug. */
export const catalogue: ReadonlyMap<string, Destination> = new Map([
  ['webhook', webhook],
]);
