import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { readEndpoints, stackHome } from './endpoints.ts';
import { stackProcesses } from './processes.ts';

const LOCAL_STACK = join(import.meta.dirname, '..', '..', 'deploy', 'local', 'src', 'main.ts');

/** Kills a part of the running stack at once, as a crash would; false when it does not run. */
export async function crashPart(part: string): Promise<boolean> {
  const target = (await stackProcesses()).find(candidate => candidate.part === part);
  if (target === undefined) return false;
  try {
    return process.kill(target.pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** Starts what does not run of the stack, as `make up` does; resolves when it is ready. Throws with its output where it fails. */
export async function startStoppedParts(): Promise<void> {
  const { gateway } = await readEndpoints();
  const child = spawn(process.execPath, [LOCAL_STACK, 'start'], {
    env: {
      ...process.env,
      MILLRACE_HOME: stackHome(),
      // The gateway has the first port of a stack.
      MILLRACE_PORT_BASE: new URL(gateway).port,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`starting the stopped parts failed:\n${output}`);
}
