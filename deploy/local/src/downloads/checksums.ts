import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** File name -> SHA-256 in hex: the form of `sha256sum`. */
export type Checksums = ReadonlyMap<string, string>;

/** @throws Error at a line that is not "<64 hex digits>  <file name>". */
export function parseChecksums(text: string): Checksums {
  const lines = text.split('\n').filter(line => line.trim() !== '');
  return new Map(
    lines.map(line => {
      const match = /^([0-9a-f]{64}) {2}([^/\\\s]+)$/.exec(line);
      if (match?.[1] === undefined || match[2] === undefined)
        throw new Error(`not a checksum line: "${line}"`);
      return [match[2], match[1]] as const;
    }),
  );
}

export function formatChecksums(checksums: Checksums): string {
  const names = [...checksums.keys()].sort();
  return names.map(name => `${checksums.get(name)}  ${name}\n`).join('');
}

/** What differs between the pinned files and those that arrived, in words; empty when they are the same. */
export function compareChecksums(pinned: Checksums, found: Checksums): readonly string[] {
  const missing = [...pinned.keys()].filter(name => !found.has(name)).map(name => `${name} is missing`);
  const extra = [...found.keys()].filter(name => !pinned.has(name)).map(name => `${name} is not pinned`);
  const changed = [...pinned].filter(([name, sum]) => found.has(name) && found.get(name) !== sum);
  return [
    ...missing,
    ...extra,
    ...changed.map(([name]) => `${name} has another SHA-256 than the pinned one`),
  ];
}

export async function checksumsOfFolder(folder: string): Promise<Checksums> {
  const sums = new Map<string, string>();
  for (const name of await readdir(folder)) sums.set(name, await sha256(join(folder, name)));
  return sums;
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
