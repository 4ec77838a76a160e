import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

import { classifyError } from '@millrace/errors';
import type { Logger } from '@millrace/telemetry';

import type { ResourceEntry } from '../source-table.ts';

/** What a start without Kafka and the registry needs to know. */
export type Snapshot = {
  /** The schema that events are written with, as its text, and the id it has in the registry. */
  readonly eventSchema: string;
  readonly eventSchemaId: number;
  readonly resources: readonly ResourceEntry[];
};

/** The last known configuration, on disk. */
export type SnapshotFile = {
  /** The snapshot; undefined where there is none, or none for this schema: another one has another id. */
  readonly read: (eventSchema: string) => Promise<Snapshot | undefined>;
  /** Replaces it with what `snapshot` gives; calls during a write are taken together. Failures are logged. */
  readonly save: (snapshot: () => Snapshot) => void;
  /** Resolves when nothing is being written. */
  readonly saved: () => Promise<void>;
};

const FILE = 'configuration.json';

/** The snapshot in a folder. */
export function createSnapshotFile(folder: string, log: Logger): SnapshotFile {
  const path = join(folder, FILE);
  let next: (() => Snapshot) | undefined;
  let saving: Promise<void> | undefined;

  const saveAll = async (): Promise<void> => {
    for (let take = next; take !== undefined; take = next) {
      next = undefined;
      try {
        await replaceFile(path, JSON.stringify(take()));
      } catch (thrown) {
        const { message } = classifyError(thrown);
        log.warn('The configuration could not be kept for a start without Kafka.', { problem: message });
      }
    }
    saving = undefined;
  };

  return {
    async read(eventSchema) {
      try {
        const snapshot = JSON.parse(await readFile(path, 'utf8')) as Snapshot;
        return snapshot.eventSchema === eventSchema ? snapshot : undefined;
      } catch {
        // None yet. A damaged one is as good as none: Kafka has the truth.
        return undefined;
      }
    },
    save(snapshot): void {
      next = snapshot;
      saving ??= saveAll();
    },
    saved: async () => saving,
  };
}

/** The file has the old text or the new one, whenever the power fails. */
async function replaceFile(path: string, text: string): Promise<void> {
  const next = `${path}.next`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, path);
}
