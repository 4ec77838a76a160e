import { readFileSync, realpathSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';

/** A file of a workspace. */
export type WorkspaceFile = { readonly file: string; readonly text: string };

/** The YAML files of a folder and the folders in it, in the order of their names; undefined where there is no such folder. */
export async function readWorkspaceFiles(folder: string): Promise<readonly WorkspaceFile[] | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) return undefined;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(entry => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !relative(folder, path).split(/[\\/]/).some(isHidden))
    .sort();
  return Promise.all(paths.map(async path => ({ file: path, text: await readFile(path, 'utf8') })));
}

/**
 * Text of a file in a folder; undefined where it is not there. A workspace that somebody else wrote must not get at other files, also not
 * through links.
 */
export function readInFolder(folder: string, file: string): string | undefined {
  try {
    const inside = relative(realpathSync(folder), realpathSync(file));
    return inside.startsWith('..') || isAbsolute(inside) ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isHidden(part: string): boolean {
  return part.startsWith('.') || part === 'node_modules';
}
