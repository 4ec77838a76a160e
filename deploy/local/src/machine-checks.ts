import { mkdir, statfs } from 'node:fs/promises';
import type { Part } from './parts/part.ts';
import type { ProcessRecord } from './processes/process-file.ts';
import { findPortOwner, isPortFree } from './processes/port-owner.ts';
import { SetupError } from './setup-error.ts';

/** @throws SetupError when the disk of a folder has less than this left. */
export async function checkDisk(folder: string, neededMb: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const freeMb = Math.floor((bavail * bsize) / 1e6);
  if (freeMb >= neededMb) return;
  throw new SetupError(
    `Too little disk: ${folder} has ${freeMb} MB left, ${neededMb} MB are needed.`,
    'Free some, or set MILLRACE_HOME to a folder on another disk.',
  );
}

/** Looks at the ports of the parts that are about to start. @throws SetupError naming every taken one. */
export async function checkPorts(parts: readonly Part[], portBase: number): Promise<void> {
  const wanted = parts.flatMap(({ name, ports }) => ports.map(port => ({ name, port })));
  const taken: string[] = [];
  for (const { name, port } of wanted) {
    if (await isPortFree(port)) continue;
    const owner = (await findPortOwner(port)) ?? 'a process that the system does not name';
    taken.push(`port ${port}, which ${name} needs, is used by ${owner}`);
  }
  if (taken.length === 0) return;
  throw new SetupError(
    `Taken: ${taken.join('; ')}.`,
    `Stop that process, or choose other ports: MILLRACE_PORT_BASE=${portBase + 1000} make up`,
  );
}

/** A stack keeps the ports it was started on. @throws SetupError when the settings say others now. */
export function checkSamePorts(parts: readonly Part[], running: readonly ProcessRecord[]): void {
  const wanted = new Map(parts.map(({ name, ports }) => [name, ports.join()]));
  const moved = running.filter(({ part, ports }) => wanted.has(part) && wanted.get(part) !== ports.join());
  if (moved.length === 0) return;
  const where = moved.map(({ part, ports }) => `${part} on ${ports[0]}`).join(', ');
  throw new SetupError(`This stack runs already, on other ports: ${where}.`, 'Stop it first: make down');
}
