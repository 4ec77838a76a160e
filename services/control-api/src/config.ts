import {
  defineConfig,
  duration,
  integer,
  kafkaConfig,
  bytes,
  operationsConfig,
  port,
  secret,
  text,
  url,
} from '@millrace/config';
import { parseSecretsKey } from '@millrace/resources';

/** Texts that stand in examples for a secret; whoever kept one has no secret. */
const placeholder = /change[-_ ]?me|example|placeholder|your[-_ ]?token/i;

/** What control-api reads from its environment. */
export const config = defineConfig(
  {
    WORKSPACE: text({ doc: 'Slug of the workspace this process serves.' }),
    ADMIN_TOKEN: secret({ doc: "The administrator's token, at least 24 characters.", minLength: 24 }),
    SECRETS_KEY: secret({
      doc: 'Key that seals secrets, and that the key of access tokens is made from: 32 bytes in hexadecimal or base64.',
    }),
    HOST: text({ doc: 'Address the API listens on.', default: '127.0.0.1' }),
    PORT: port({ doc: 'Port of the API.', default: 7701 }),
    MAX_BODY: bytes({ doc: 'Largest body of a request.', default: '5MiB' }),
    MAX_WAITING_CHANGES: integer({
      doc: 'Changes that may wait for their turn; more are refused with 429.',
      default: 100,
      min: 1,
    }),
    READ_BACK_TIMEOUT: duration({
      doc: 'Longest wait for a change to come back from Kafka.',
      default: '10s',
    }),
    GATEWAY_URL: url({
      doc: 'Where clients reach the gateway, such as https://t.example.com; snippets hold it.',
      optional: true,
    }),
    CLICKHOUSE_URL: url({
      doc: "ClickHouse's HTTP interface, with user and password; what event-archiver keeps is read from it.",
      secret: true,
    }),
    CLICKHOUSE_DATABASE: text({ doc: 'Database of the archive.', default: 'millrace' }),
    QUERY_TIMEOUT: duration({ doc: 'Longest wait for an answer of ClickHouse.', default: '10s' }),
    MAX_QUERIES: integer({
      doc: 'Queries of the archive at once; more are refused with 429.',
      default: 50,
      min: 1,
    }),
    ...operationsConfig,
    ...kafkaConfig,
  },
  ({ workspace, adminToken, secretsKey }) => [
    ...(/^[a-z0-9][a-z0-9_-]*$/.test(workspace)
      ? []
      : ['WORKSPACE must be lower-case letters, digits, - and _']),
    ...(placeholder.test(adminToken.reveal())
      ? ['ADMIN_TOKEN is a placeholder; make one with: openssl rand -base64 32']
      : []),
    ...(parseSecretsKey(secretsKey.reveal()) === undefined
      ? ['SECRETS_KEY must be 32 bytes in hexadecimal or base64; make one with: openssl rand -base64 32']
      : []),
  ],
);
