import { setTimeout as sleep } from 'node:timers/promises';

import type { Topic } from '@millrace/contracts';
import { TransientError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';

import { createCodec, type Codec } from './codec.ts';
import { createRegistryClient } from './registry-client.ts';

/** A codec, and the id the registry gave to the schema it writes with. */
export type RegisteredCodec<T> = Codec<T> & { readonly schemaId: number };

/** Codecs of topics, each schema registered before its first use. */
export type Codecs = {
  /**
   * Registers the topic's schema, waiting for the registry as long as it is not there, and gives the codec.
   * Throws ConfigError where the schema is not compatible with an earlier one.
   */
  readonly codecFor: <T>(topic: Topic<T>) => Promise<RegisteredCodec<T>>;
  /** Gives up waiting for the registry. Codecs already made keep working on what they know. */
  readonly close: () => void;
};

type Options = {
  /** The registry's Confluent-compatible API. */
  readonly url: string;
  readonly log: Logger;
  /** Longest wait for one reply. Default 10 s. */
  readonly requestTimeoutMs?: number;
};

const RETRY_AFTER_MS = 1_000;

/** Codecs that use one schema registry. */
export function createCodecs({ url, log, requestTimeoutMs = 10_000 }: Options): Codecs {
  const registry = createRegistryClient(url, requestTimeoutMs);
  const closed = new AbortController();

  return {
    async codecFor<T>(topic: Topic<T>): Promise<RegisteredCodec<T>> {
      for (let attempts = 1; ; attempts += 1) {
        try {
          const schemaId = await registry.register(topic);
          return { ...createCodec(topic, schemaId, registry.schemaOf), schemaId };
        } catch (thrown) {
          if (!(thrown instanceof TransientError)) throw thrown;
          if (attempts === 1) {
            log.warn('Waiting for the schema registry.', { code: thrown.code, problem: thrown.message });
          }
        }
        await sleep(RETRY_AFTER_MS, undefined, { signal: closed.signal });
      }
    },
    close: () => closed.abort(),
  };
}
