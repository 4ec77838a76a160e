import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { withLock } from '../up-lock.ts';
import { findPortOwner, isPortFree } from './port-owner.ts';
import { readLiveProcess, readLiveProcesses, writeProcessFile } from './process-file.ts';
import { processIdentity } from './process-identity.ts';
import { startProcess } from './start-process.ts';
import { stopProcess } from './stop-process.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-processes-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A part that runs a script and is remembered as `make up` remembers it. */
async function startPart(part: string, script: string) {
  const log = join(folder, `${part}.log`);
  const launch = { command: process.execPath, args: ['-e', script], cwd: folder };
  const { pid, ended } = await startProcess(launch, log);
  const identity = (await processIdentity(pid)) ?? '';
  const record = { part, pid, identity, startedAt: 0, ports: [], log };
  await writeProcessFile(folder, record);
  return { record, ended };
}

const FOR_EVER = 'setInterval(() => {}, 1000); console.log("up")';
const DEAF = `process.on("SIGTERM", () => {}); ${FOR_EVER}`;

describe('a remembered process', () => {
  it('is found while it lives and gone once it has stopped', async () => {
    const { record } = await startPart('one', FOR_EVER);
    expect(await readLiveProcesses(folder)).toEqual([record]);
    expect(await stopProcess(record, 5_000)).toBe('stopped');
    expect(await readLiveProcess(folder, 'one')).toBeUndefined();
  });

  it('is killed when it does not stop in time', async () => {
    const { record, ended } = await startPart('deaf', DEAF);
    while (!(await readFile(record.log, 'utf8')).includes('up'));
    expect(await stopProcess(record, 200)).toBe('killed');
    expect(await ended).toBe('signal SIGKILL');
  });

  it('is never mistaken for a stranger that has its number now', async () => {
    const stranger = spawn(process.execPath, ['-e', FOR_EVER]);
    const pid = stranger.pid ?? 0;
    await writeProcessFile(folder, {
      part: 'old',
      pid,
      identity: 'another start',
      startedAt: 0,
      ports: [],
      log: '',
    });
    expect(await readLiveProcess(folder, 'old')).toBeUndefined();
    stranger.kill('SIGKILL');
    await once(stranger, 'exit');
  });
});

describe('a port', () => {
  it('is free or has an owner with a name', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await isPortFree(port)).toBe(false);
    expect(await findPortOwner(port)).toContain(`(pid ${process.pid})`);
    server.close();
    await once(server, 'close');
    expect(await isPortFree(port)).toBe(true);
  });
});

describe('the lock of a stack', () => {
  it('lets one command in at a time', async () => {
    const file = join(folder, 'lock');
    await withLock(file, async () => {
      await expect(withLock(file, () => Promise.resolve())).rejects.toThrow(`pid ${process.pid}`);
    });
    await expect(withLock(file, () => Promise.resolve('in'))).resolves.toBe('in');
  });

  it('is not held by a command that died', async () => {
    const file = join(folder, 'lock');
    const script = `import(${JSON.stringify(join(import.meta.dirname, '..', 'up-lock.ts'))})
      .then(({ withLock }) => withLock(${JSON.stringify(file)}, () => process.kill(process.pid, 'SIGKILL')))`;
    const dead = spawn(process.execPath, ['-e', script], { env: { ...process.env, NODE_OPTIONS: '' } });
    await once(dead, 'exit');
    expect(await readFile(file, 'utf8')).toContain(`"pid":${dead.pid}`);
    await expect(withLock(file, () => Promise.resolve('in'))).resolves.toBe('in');
  });
});
