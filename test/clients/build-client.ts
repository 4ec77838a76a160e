import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import type { ClientProgram, Command } from './client-program.ts';

const run = promisify(execFile);

/** A first build of many packages on a busy machine. */
const BUILD_WITHIN_MS = 30 * 60_000;

/** The first command of a toolchain that does not work here; undefined when all do. */
export async function missingTool({ toolchain }: ClientProgram): Promise<string | undefined> {
  for (const command of toolchain) {
    const [name = '', ...args] = command;
    try {
      await run(name, args);
    } catch {
      return command.join(' ');
    }
  }
  return undefined;
}

/** Builds a program in a copy of its folder below `home`, which stays for the next time; resolves with the copy. */
export async function buildClient(program: ClientProgram, home: string): Promise<string> {
  const folder = join(home, 'clients', program.name);
  await mkdir(folder, { recursive: true });
  // With their times: a build tool compiles again what is newer than its result.
  await cp(program.folder, folder, { recursive: true, preserveTimestamps: true });
  for (const command of program.build) await build(command, folder);
  return folder;
}

async function build(command: Command, folder: string): Promise<void> {
  const [name = '', ...args] = command;
  try {
    await run(name, args, { cwd: folder, timeout: BUILD_WITHIN_MS, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { readonly stdout?: string; readonly stderr?: string };
    throw new Error(`${command.join(' ')} in ${folder} failed:\n${stdout}${stderr}`, { cause });
  }
}
