import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Names a live process beyond its id, which the system reuses: boot and start time. Undefined when no such
 * process lives (one that ended and waits for its parent counts as ended).
 */
export async function processIdentity(pid: number): Promise<string | undefined> {
  const viaProc = await readProcStat(pid);
  return viaProc === 'no-proc' ? identityFromPs(pid) : viaProc;
}

/** Field 22 of /proc/<pid>/stat; the command name before it may hold spaces and brackets. */
export function identityFromStat(stat: string, bootId: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields;
  return state === 'Z' || state === 'X' ? undefined : `${bootId.trim()}:${fields[19]}`;
}

async function readProcStat(pid: number): Promise<string | undefined> {
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  if (bootId === undefined) return 'no-proc';
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return stat === undefined ? undefined : identityFromStat(stat, bootId);
}

/** macOS has no /proc. */
async function identityFromPs(pid: number): Promise<string | undefined> {
  const { stdout } = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  const [state, ...started] = stdout.trim().split(/\s+/);
  return state === undefined || state === '' || state.startsWith('Z') ? undefined : started.join(' ');
}
