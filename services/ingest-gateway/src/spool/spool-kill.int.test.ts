import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';

import { openFileSpool } from './file-spool.ts';

const PROCESS = join(import.meta.dirname, '..', 'fakes', 'spool-process.ts');
const LIVES = 15;

/** What was stored and sent, by id, in order. */
type Sightings = { readonly stored: number[]; readonly sent: number[] };

/** Lets a process work on the spool for a moment, and kills it. */
async function liveAndDie(folder: string, firstId: number, { stored, sent }: Sightings): Promise<void> {
  const child = spawn(process.execPath, [PROCESS, folder, String(firstId)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  await sleep(Math.random() * 150);
  child.kill('SIGKILL');
  await closed;
  // The last line may be half of one.
  for (const line of output.split('\n').slice(0, -1)) {
    const [what, id] = line.split(' ');
    (what === 'stored' ? stored : sent).push(Number(id));
  }
}

it('a spool whose process is killed again and again loses nothing it acknowledged and keeps the order', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spool-'));
  const sightings: Sightings = { stored: [], sent: [] };
  for (let life = 0; life < LIVES; life += 1) {
    await liveAndDie(folder, life * 1_000_000, sightings);
  }
  const spool = await openFileSpool({
    folder,
    maxBytes: 64 * 1024 * 1024,
    minFreeBytes: 0,
    maxWaitingBytes: 1024 * 1024,
    log: silentLog,
    now: Date.now,
  });
  for (let batch = await spool.read(); batch !== undefined; batch = await spool.read()) {
    sightings.sent.push(...batch.records.map(({ timestamp = NaN }) => timestamp));
    await batch.release();
  }
  await spool.close();
  await rm(folder, { recursive: true });

  const sent = new Set(sightings.sent);
  expect(sightings.stored.length).toBeGreaterThan(LIVES * 50);
  expect(sightings.stored.filter(id => !sent.has(id))).toEqual([]);
  // A set keeps the order of first occurrences.
  const firsts = [...sent];
  expect(firsts).toEqual(firsts.toSorted((one, other) => one - other));
}, 120_000);
