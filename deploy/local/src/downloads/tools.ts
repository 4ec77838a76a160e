import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Board } from '../progress/board.ts';
import { SetupError } from '../setup-error.ts';
import { runTool } from './run-tool.ts';

const run = promisify(execFile);

/** A program of the machine that the stack uses as it is. */
export type Tool = Readonly<{
  /** Answers with code 0 when the tool is there. */
  probe: readonly [string, ...string[]];
  debianPackage: string;
  brewPackage: string;
}>;

export const MAVEN: Tool = { probe: ['mvn', '-v'], debianPackage: 'maven', brewPackage: 'maven' };
export const REDIS: Tool = {
  probe: ['redis-server', '-v'],
  debianPackage: 'redis-server',
  brewPackage: 'redis',
};
export const PIP: Tool = {
  probe: ['python3', '-m', 'pip', '--version'],
  debianPackage: 'python3-pip',
  brewPackage: 'python',
};

export const CHROMIUM: Tool = {
  probe: ['chromium', '--version'],
  debianPackage: 'chromium',
  brewPackage: 'chromium',
};

/** Installs what is missing when this user may. @throws SetupError with the one command that would. */
export async function ensureTools(tools: readonly Tool[], board: Board): Promise<void> {
  const present = await Promise.all(tools.map(({ probe: [command, ...args] }) => succeeds(command, args)));
  const missing = tools.filter((_, index) => !present[index]);
  if (missing.length === 0) return;
  const names = missing.map(({ debianPackage }) => debianPackage).join(' ');
  const prefix = await rootPrefix();
  if (prefix === undefined) throw new SetupError(`Not installed: ${names}.`, installCommand(missing));
  const line = board.line('tools');
  line.say(`installing ${names} (apt-get)`);
  await aptInstall(prefix, missing);
  line.end('done', `installed ${names}`);
}

/** How to become root without asking: nothing to add, sudo that needs no password, or not at all. */
async function rootPrefix(): Promise<readonly string[] | undefined> {
  if (!(await succeeds('apt-get', ['--version']))) return undefined;
  if (process.getuid?.() === 0) return [];
  return (await succeeds('sudo', ['-n', 'true'])) ? ['sudo', '-n'] : undefined;
}

async function aptInstall(prefix: readonly string[], missing: readonly Tool[]): Promise<void> {
  // RUNLEVEL=1 keeps the packages from starting services of their own.
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '-y', '-q'];
  const lock = ['-o', 'DPkg::Lock::Timeout=120'];
  const [command = 'env', ...args] = apt;
  await runTool(command, [...args, ...lock, 'update']);
  const packages = missing.map(({ debianPackage }) => debianPackage);
  await runTool(command, [...args, ...lock, 'install', '--no-install-recommends', ...packages]);
}

function installCommand(missing: readonly Tool[]): string {
  const debian = `sudo apt-get install -y ${missing.map(({ debianPackage }) => debianPackage).join(' ')}`;
  const brew = `brew install ${missing.map(({ brewPackage }) => brewPackage).join(' ')}`;
  return `Install it, then run make again: ${process.platform === 'darwin' ? brew : debian}`;
}

async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  );
}
