import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import type { ClientProgram } from './client-program.ts';
import { beginsLibrary } from './client-report.ts';

/** What a program gets to know. */
export type ClientTarget = { readonly gateway: string; readonly writeKey: string; readonly run: string };

/** What a program said until it ended with exit code 0. */
export type ClientOutput = { readonly lines: readonly string[]; readonly errors: string };

/** Libraries try again for hours; nothing here takes minutes. */
const RUN_WITHIN_MS = 5 * 60_000;

/** Runs a built program. Calls `onLibrary` when it begins a library. Throws with what it said when it fails. */
export async function runClient(
  { name, run: [command = '', ...args] }: ClientProgram,
  { gateway, writeKey, run }: ClientTarget,
  { folder, onLibrary }: { readonly folder: string; readonly onLibrary: () => void },
): Promise<ClientOutput> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, GATEWAY: gateway, WRITE_KEY: writeKey, RUN: run },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: RUN_WITHIN_MS,
  });
  const ended = once(child, 'close');
  const errors = text(child.stderr);
  const lines: string[] = [];
  let unfinished = '';
  // Not with node:readline: a line of JSON may have U+2028 in it, which it takes for an end.
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const complete = `${unfinished}${chunk}`.split('\n');
    unfinished = complete.pop() ?? '';
    if (complete.some(beginsLibrary)) onLibrary();
    lines.push(...complete);
  });
  const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  if (code !== 0) throw new Error(`the program in ${name} ended with ${code ?? signal}:\n${await errors}`);
  return { lines, errors: await errors };
}
