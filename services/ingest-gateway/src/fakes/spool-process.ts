import { writeSync } from 'node:fs';

import type { ProducerRecord } from '@millrace/kafka';
import { silentLog } from '@millrace/telemetry';

import { openFileSpool } from '../spool/file-spool.ts';

/**
 * A process that fills a spool and drains it, to be killed at any moment: `node spool-process.ts <folder> <first id>`.
 * Prints `stored <id>` when a record is acknowledged and `sent <id>` when one has left the spool, each before anything else happens.
 */
const [folder = '', firstId = '0'] = process.argv.slice(2);
const CALLS_AT_A_TIME = 20;

const spool = await openFileSpool({
  folder,
  maxBytes: 64 * 1024 * 1024,
  minFreeBytes: 0,
  maxWaitingBytes: 16 * 1024 * 1024,
  log: silentLog,
  now: Date.now,
});
let nextId = Number(firstId);
await Promise.all([drain(), ...Array.from({ length: CALLS_AT_A_TIME }, fill)]);

async function fill(): Promise<void> {
  for (;;) {
    const id = nextId++;
    // Sizes differ, so that writes and frames end anywhere.
    const record: ProducerRecord = {
      topic: 't',
      key: 'k',
      value: Buffer.alloc((id * 7919) % 5_000),
      timestamp: id,
    };
    await spool.append([record]);
    print(`stored ${id}\n`);
  }
}

async function drain(): Promise<void> {
  for (;;) {
    const batch = await spool.read();
    if (batch === undefined) await spool.written();
    else {
      print(batch.records.map(({ timestamp }) => `sent ${String(timestamp)}\n`).join(''));
      await batch.release();
    }
    // So that something is left when the end comes.
    await new Promise(resolve => setTimeout(resolve, Math.random() * 20));
  }
}

function print(text: string): void {
  writeSync(1, text);
}
