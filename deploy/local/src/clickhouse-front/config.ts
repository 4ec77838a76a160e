import { bytes, defineConfig, integer, port, text } from '@millrace/config';

/** What the front reads from its environment. */
export const frontConfig = defineConfig({
  PORT: port({ doc: 'Port on 127.0.0.1.' }),
  DATA_FOLDER: text({ doc: 'Folder of the tables; one process at a time may have it open.' }),
  MEMORY: bytes({ doc: 'Memory of one query.', default: '2GiB' }),
  MAX_BODY: bytes({ doc: 'Largest request body, unpacked.', default: '256MiB' }),
  MAX_QUERIES: integer({ doc: 'Queries that run at once; others wait.', default: 32, min: 1 }),
  MAX_WAITING: integer({ doc: 'Queries that may wait; others are refused.', default: 1_000, min: 0 }),
});
