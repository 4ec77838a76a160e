import confluent from '@kafkajs/confluent-schema-registry';
import type { TopicDeclaration } from '@millrace/contracts';
import { ConfigError, TransientError, type MillraceError } from '@millrace/errors';

/** What codecs ask of the registry. Calls reject with TransientError while it is away, ConfigError where it refuses. */
export type RegistryClient = {
  /** Registers the schema under the topic's subject, compatible both ways with every earlier one. Idempotent. */
  readonly register: (topic: TopicDeclaration & { readonly schema: string }) => Promise<number>;
  /** The schema of an id, as an avsc type; undefined where there is none. */
  readonly schemaOf: (id: number) => Promise<unknown>;
};

/** The client retries nothing by itself: its caller knows how long there is. */
const noRetries = {
  retries: 0,
  maxRetryTimeInSecs: 1,
  initialRetryTimeInSecs: 0.1,
  factor: 0,
  multiplier: 1,
};

/** The registry behind a URL, in Confluent's form of the API. */
export function createRegistryClient(url: string, requestTimeoutMs: number): RegistryClient {
  const registry = new confluent.SchemaRegistry({ host: url, clientId: 'millrace', retry: noRetries });

  return {
    async register({ subject, schema }): Promise<number> {
      try {
        const { id } = await within(
          requestTimeoutMs,
          registry.register(
            { type: confluent.SchemaType.AVRO, schema },
            { subject, compatibility: confluent.COMPATIBILITY.FULL_TRANSITIVE },
          ),
        );
        return id;
      } catch (thrown) {
        throw translateRegistryError(thrown, `registering the schema of ${subject}`);
      }
    },

    async schemaOf(id): Promise<unknown> {
      try {
        return await within(requestTimeoutMs, registry.getSchema(id));
      } catch (thrown) {
        if (statusOf(thrown) === 404) return undefined;
        throw translateRegistryError(thrown, `fetching schema ${id}`);
      }
    },
  };
}

async function within<T>(timeoutMs: number, request: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no reply within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([request, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * 409 and 422 are the registry's own words for a schema it does not take. A 409 on the compatibility setting only says
 * that another service of ours set it in the same moment. The client reports a failed connection as status 400.
 */
function translateRegistryError(thrown: unknown, tried: string): MillraceError {
  const message = `${tried} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  const status = statusOf(thrown);
  if ((status === 409 || status === 422) && !isAboutSettings(thrown)) {
    return new ConfigError('schema-incompatible', message, { cause: thrown });
  }
  if (status === 401 || status === 403)
    return new ConfigError('configuration-invalid', message, { cause: thrown });
  return new TransientError('registry-unavailable', message, { cause: thrown });
}

function statusOf(thrown: unknown): number | undefined {
  return thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number'
    ? thrown.status
    : undefined;
}

function isAboutSettings(thrown: unknown): boolean {
  return thrown instanceof Error && 'url' in thrown && String(thrown.url).includes('/config/');
}
