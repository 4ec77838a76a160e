import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLog } from '@millrace/telemetry';

import { createSnapshotFile, type Snapshot } from './snapshot-file.ts';

const aSnapshot = (eventSchemaId: number): Snapshot => ({
  eventSchema: 'the schema',
  eventSchemaId,
  resources: [],
});

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapshot-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('the snapshot of the configuration', () => {
  it('is the last one that was saved, for nobody else to read', async () => {
    const file = createSnapshotFile(folder, silentLog);
    for (const id of [1, 2, 3]) file.save(() => aSnapshot(id));
    await file.saved();
    expect(await file.read('the schema')).toEqual(aSnapshot(3));
    expect((await stat(join(folder, 'configuration.json'))).mode & 0o077).toBe(0);
  });

  it('is none for another schema, whose id it does not have', async () => {
    const file = createSnapshotFile(folder, silentLog);
    file.save(() => aSnapshot(1));
    await file.saved();
    expect(await file.read('the next schema')).toBeUndefined();
  });

  it('is none where there is none, or a damaged one', async () => {
    const file = createSnapshotFile(folder, silentLog);
    expect(await file.read('the schema')).toBeUndefined();
    await writeFile(join(folder, 'configuration.json'), '{"eventSchema":"the sch');
    expect(await file.read('the schema')).toBeUndefined();
  });

  it('that cannot be written is a warning, and the next one is tried', async () => {
    const warnings: string[] = [];
    const file = createSnapshotFile(join(folder, 'missing'), {
      ...silentLog,
      warn: sentence => void warnings.push(sentence),
    });
    file.save(() => aSnapshot(1));
    await file.saved();
    file.save(() => aSnapshot(2));
    await file.saved();
    expect(warnings).toHaveLength(2);
  });
});
