import { createRequire } from 'node:module';

/** The parts of kafkajs' request catalogue that this file reaches into. */
type Protocol = (options: { readonly version: number }) => (request: unknown) => object;

const require = createRequire(import.meta.url);

/**
 * Keeps kafkajs from logging a refused AddOffsetsToTxn as an error. One that comes before the last transaction is done is
 * refused and repeated, a few times a second under load; what is worth telling reaches the caller as an exception.
 */
export function quietOffsets(): void {
  const addOffsets = require('kafkajs/src/protocol/requests/addOffsetsToTxn/index.js') as {
    protocol: Protocol;
  };
  const original = addOffsets.protocol;
  addOffsets.protocol = options => {
    const exchange = original(options);
    return request => ({ ...exchange(request), logResponseError: false });
  };
}
