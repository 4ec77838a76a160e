import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';

import { createLineReader, line } from '../lines.ts';
import type { ToWorker } from '../protocol.ts';
import type { WorkerSettings } from '../worker/worker-settings.ts';
import { parseFromWorker, type HeardMessage } from './from-worker.ts';

const PIPE = 3;
const MAX_STDERR_CHARS = 2_000;
const packageFolder = join(import.meta.dirname, '..', '..');

/** A process that runs functions, from its start to its end. */
export type WorkerProcess = {
  send(message: ToWorker): void;
  /** Ends it at once. */
  kill(): void;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
};

/**
 * Starts a worker with nothing of this process: no environment, no working folder, no descriptor but one pipe; and, as a second
 * line behind the isolates, without the right to write files, start processes or threads, or make code of text.
 * `onEnd` is called once, with what it wrote to its standard error.
 */
export function startWorkerProcess(options: {
  readonly settings: WorkerSettings;
  readonly maxMessageChars: number;
  readonly onMessage: (message: HeardMessage) => void;
  readonly onEnd: (stderr: string) => void;
}): WorkerProcess {
  const child = spawn(
    process.execPath,
    [...flags(), join(packageFolder, 'src/worker/main.ts'), JSON.stringify(options.settings)],
    {
      cwd: '/',
      env: { TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
  const stderr = tailOf(child);
  const pipe = child.stdio[PIPE] as Socket;
  const kill = (): void => void child.kill('SIGKILL');
  pipe.on(
    'data',
    createLineReader({
      maxChars: options.maxMessageChars,
      onLine: text => {
        const message = parseFromWorker(text);
        // A worker that says something else is not ours any more.
        if (message === undefined) kill();
        else options.onMessage(message);
      },
      onTooLong: kill,
    }),
  );
  // The process is gone or going; its end says so.
  pipe.on('error', kill);
  const ended = new Promise<string>(resolve => {
    child.on('error', error => resolve(error.message));
    child.on('close', () => resolve(stderr()));
  }).then(options.onEnd);
  return {
    send: message => void pipe.write(line(message)),
    kill,
    ended,
  };
}

function flags(): readonly string[] {
  const readable = [packageFolder, ...addonFolders()];
  return [
    // isolated-vm needs it: https://github.com/laverdet/isolated-vm#requirements
    '--no-node-snapshot',
    '--permission',
    '--allow-addons',
    ...readable.map(folder => `--allow-fs-read=${folder}`),
    // A reference that leaked would mostly be used as `leaked.constructor.constructor('...')`.
    '--disallow-code-generation-from-strings',
    '--disable-sigusr1',
    '--no-warnings',
  ];
}

/** What loading isolated-vm reads: its folder, and what finds the binary for this system. */
function addonFolders(): readonly string[] {
  const require = createRequire(import.meta.url);
  const addon = dirname(require.resolve('isolated-vm/package.json'));
  const finder = dirname(createRequire(join(addon, 'package.json')).resolve('node-gyp-build/package.json'));
  // The package beside it is found through a link, by the folder that the link is in.
  return [dirname(addon), finder, '/etc/alpine-release'];
}

function tailOf(child: ChildProcess): () => string {
  let text = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-MAX_STDERR_CHARS);
  });
  return () => text;
}
