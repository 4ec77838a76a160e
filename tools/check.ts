/** `make check` without tests: runs every check, reports all that failed. `make boundaries` runs one: `node tools/check.ts boundaries`. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { checks } from './run-tests/checks.ts';

const chosen = process.argv.slice(2);
const failed: string[] = [];
for (const { name, command } of checks) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stdout.write(`== ${name}\n`);
  const [program = '', ...args] = command;
  const { status } = spawnSync(program, args, { cwd: join(import.meta.dirname, '..'), stdio: 'inherit' });
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) {
  process.stderr.write(`Failed: ${failed.join(', ')}.\n`);
  process.exitCode = 1;
}
