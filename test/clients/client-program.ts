import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A program that uses published client libraries of its language: what its folder's `client.json` says. */
export type ClientProgram = {
  /** The language, as its folder is called. */
  readonly name: string;
  readonly folder: string;
  /** Commands that work where the toolchain is installed. */
  readonly toolchain: readonly Command[];
  readonly build: readonly Command[];
  readonly run: Command;
  /** The type of the source that it sends to. */
  readonly source: string;
  readonly sender: 'device' | 'server';
};

/** A program's name and its arguments. */
export type Command = readonly string[];

/** The programs in the folders here, by name. */
export async function readClientPrograms(): Promise<readonly ClientProgram[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const names = entries.filter(entry => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async name => {
      const folder = join(import.meta.dirname, name);
      const manifest = JSON.parse(await readFile(join(folder, 'client.json'), 'utf8')) as ClientProgram;
      return { ...manifest, name, folder };
    }),
  );
}
