import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the first record lies that is not released. */
export type Position = { readonly segment: number; readonly offset: number };

const FILE = 'position.json';

/** Reads the position; undefined where there is none that can be read: then all that is there is not released. */
export async function readPosition(folder: string): Promise<Position | undefined> {
  try {
    const { segment, offset } = JSON.parse(await readFile(join(folder, FILE), 'utf8')) as Partial<Position>;
    return Number.isSafeInteger(segment) && Number.isSafeInteger(offset)
      ? ({ segment, offset } as Position)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the position. It is not synced: one that a crash throws back only lets records be sent again. */
export async function writePosition(folder: string, position: Position): Promise<void> {
  const next = join(folder, `${FILE}.next`);
  await writeFile(next, JSON.stringify(position), { mode: 0o600 });
  await rename(next, join(folder, FILE));
}
