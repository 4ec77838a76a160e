import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';

import ivm from 'isolated-vm';

import { createLineReader, line } from '../lines.ts';
import type { FromWorker, ToWorker } from '../protocol.ts';
import { Worker } from './worker.ts';
import type { WorkerSettings } from './worker-settings.ts';

/** The pipe to the process that started this one. */
const PIPE = 3;
const LAST_MESSAGE_MS = 200;

const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
const guest = readFileSync(new URL('../../generated/guest.js', import.meta.url), 'utf8');
const snapshot = ivm.Isolate.createSnapshot([{ code: guest, filename: 'millrace:guest' }]);

const pipe = new Socket({ fd: PIPE });
// An exit would wait for threads that may be stuck in an isolate.
const kill = (): void => void process.kill(process.pid, 'SIGKILL');
const send = (message: FromWorker): void => void pipe.write(line(message));

const worker = new Worker({
  settings,
  snapshot,
  send,
  endProcess() {
    pipe.end(kill);
    setTimeout(kill, LAST_MESSAGE_MS);
  },
});

pipe.on(
  'data',
  createLineReader({
    maxChars: Number.MAX_SAFE_INTEGER,
    onLine: text => worker.take(JSON.parse(text) as ToWorker),
    onTooLong: kill,
  }),
);
pipe.on('close', kill);
pipe.on('error', kill);
process.on('unhandledRejection', error => {
  throw error;
});
send({ kind: 'ready' });
