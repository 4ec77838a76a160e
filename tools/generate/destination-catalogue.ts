import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const HEADER = '// Generated from the folders of src/ by `make generate`. Do not edit.\n';

/** Slugs of the destinations: the folders of `root` that hold an index.ts. */
export function destinationSlugs(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && existsSync(join(root, entry.name, 'index.ts')))
    .map(entry => entry.name)
    .sort();
}

/** Text of packages/destinations/generated/catalogue.ts. */
export function destinationCatalogue(slugs: readonly string[]): string {
  const imports = slugs.map(
    slug => `import { destination as ${codeName(slug)} } from '../src/${slug}/index.ts';`,
  );
  const entries = slugs.map(slug => `  ['${slug}', ${codeName(slug)}],`);
  return `${HEADER}
import type { Destination } from '../src/destination.ts';
${imports.join('\n')}

/** Every destination, by slug. */
export const catalogue: ReadonlyMap<string, Destination> = new Map([
${entries.join('\n')}
]);
`;
}

function codeName(slug: string): string {
  return slug.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
