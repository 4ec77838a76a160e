import { spawn } from 'node:child_process';
import { mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SetupError } from '../setup-error.ts';

export type Launch = Readonly<{
  command: string;
  args: readonly string[];
  /** Added to this process' environment. */
  env?: Readonly<Record<string, string>>;
  cwd: string;
}>;

export type StartedProcess = Readonly<{
  pid: number;
  /** Settles when the process ends. */ ended: Promise<string>;
}>;

const MAX_LOG_BYTES = 20_000_000;

/** Starts a process that outlives this one and writes to the log file. */
export async function startProcess(launch: Launch, log: string): Promise<StartedProcess> {
  await mkdir(dirname(log), { recursive: true });
  await mkdir(launch.cwd, { recursive: true });
  await rotate(log);
  const output = await open(log, 'a');
  try {
    const child = spawn(launch.command, launch.args, {
      cwd: launch.cwd,
      env: { ...process.env, ...launch.env },
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    const ended = new Promise<string>(resolve => {
      child.once('error', error => resolve(error.message));
      child.once('exit', (code, signal) =>
        resolve(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    });
    child.unref();
    if (child.pid === undefined)
      throw new SetupError(`${launch.command}: ${await ended}.`, 'Is it installed?');
    return { pid: child.pid, ended };
  } finally {
    await output.close();
  }
}

async function rotate(log: string): Promise<void> {
  const size = await stat(log).then(
    ({ size }) => size,
    () => 0,
  );
  if (size > MAX_LOG_BYTES) await rename(log, `${log}.1`);
}
