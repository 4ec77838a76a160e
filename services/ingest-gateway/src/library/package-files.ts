import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** What the published package brings for pages: the library, and the parts it loads when it needs them. */
export type PackageFiles = {
  /** What Segment serves as analytics.min.js. */
  readonly standalone: string;
  /** By file name; a name holds a hash of the content. */
  readonly bundles: ReadonlyMap<string, string>;
};

const BUNDLE_NAME = /^[\w-]+\.bundle\.[0-9a-f]{20}\.js$/;

/** Reads the files of the installed @segment/analytics-next. */
export async function readPackageFiles(): Promise<PackageFiles> {
  const standalone = createRequire(import.meta.url).resolve('@segment/analytics-next/dist/umd/standalone.js');
  const folder = dirname(standalone);
  const names = (await readdir(folder)).filter(name => BUNDLE_NAME.test(name));
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const bundles = await Promise.all(names.map(async name => [name, await read(name)] as const));
  return { standalone: await read(basename(standalone)), bundles: new Map(bundles) };
}
