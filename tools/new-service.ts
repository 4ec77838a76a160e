/** Makes the folder of a new stream service: `make new-service NAME=trait-computer`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { serviceFiles } from './new-service/service-files.ts';

const name = process.argv[2] ?? '';
const root = join(import.meta.dirname, '..');

if (!/^[a-z]+(-[a-z]+)*$/.test(name))
  fail(
    `"${name}" is not a service name. Say make new-service NAME=trait-computer: lower case, words joined by "-".`,
  );
if (existsSync(join(root, 'services', name)))
  fail(`services/${name} exists. Choose another name or remove the folder.`);

for (const [path, text] of Object.entries(serviceFiles(name))) {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
process.stdout.write(
  `Made services/${name} and its dead-letter topic. Next: make generate and pnpm install; write topology.ts and handler.ts; a line in\ndeploy/local/src/parts/services.ts starts it with make up; draw it in docs/ARCHITECTURE.md.\n`,
);

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
