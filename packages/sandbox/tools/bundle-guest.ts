import { join } from 'node:path';

import { build } from 'esbuild';

const packageFolder = join(import.meta.dirname, '..');

/** The file an isolate runs first, made from src/guest. */
export const guestFile = join(packageFolder, 'generated', 'guest.js');

/** Everything an isolate runs before a customer's code, as one strict script. */
export async function bundleGuest(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(packageFolder, 'src/guest/main.ts')],
    absWorkingDir: packageFolder,
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2024',
    // The tables of internationalised names are a quarter of a megabyte in each isolate; the host maps names when it connects.
    alias: { tr46: join(packageFolder, 'src/guest/host-names.ts') },
    banner: { js: '"use strict";' },
    legalComments: 'inline',
  });
  return outputFiles.map(file => file.text).join('');
}
