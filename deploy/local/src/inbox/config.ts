import { bytes, defineConfig, port } from '@millrace/config';

/** What the inbox reads from its environment. */
export const inboxConfig = defineConfig({
  PORT: port({ doc: 'Port on 127.0.0.1.' }),
  MEMORY: bytes({ doc: 'Memory of kept deliveries.', default: '256MiB' }),
});
