import { loadConfig } from '@millrace/config';
import { inboxConfig } from './config.ts';
import { createInbox } from './server.ts';

const { port, memoryBytes } = loadConfig(inboxConfig, process.env);
const inbox = createInbox(memoryBytes);
inbox.listen(port, '127.0.0.1');

const stop = (): void => {
  inbox.close(() => process.exit(0));
  inbox.closeAllConnections();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
