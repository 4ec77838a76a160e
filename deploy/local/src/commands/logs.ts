import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { partsOf } from '../parts/all-parts.ts';
import { SetupError } from '../setup-error.ts';
import type { Stack } from '../stack.ts';

/** Follows the log of one part, or of all of them, until interrupted. */
export async function logs(stack: Stack, part: string | undefined): Promise<void> {
  const names = partsOf(stack).map(({ name }) => name);
  if (part !== undefined && !names.includes(part)) {
    throw new SetupError(`There is no part "${part}".`, `Parts: ${names.join(', ')}`);
  }
  const chosen = part === undefined ? names : [part];
  const files = chosen.map(name => join(stack.layout.logs, `${name}.log`)).filter(file => existsSync(file));
  if (files.length === 0) throw new SetupError('There is no log yet.', 'Start the stack first: make up');
  await once(spawn('tail', ['-n', '100', '-F', ...files], { stdio: 'inherit' }), 'close');
}
