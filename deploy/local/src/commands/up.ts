import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';

import type { Scope } from '../command-line.ts';
import type { Board } from '../progress/board.ts';
import type { Stack } from '../stack.ts';
import { welcome } from '../welcome.ts';
import { startParts } from './start-parts.ts';

/**
 * Starts what does not run yet, and shows that it works. Running it again changes nothing; after a run that was cut short, it does
 * what was left.
 */
export async function up(
  stack: Stack,
  scope: Scope,
  board: Board,
  write: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  const { welcomed } = stack.layout;
  const hasStarted = await startParts(stack, scope, board);
  if (!hasStarted && (scope !== 'everything' || existsSync(welcomed))) {
    write('Everything runs already; nothing was changed.');
    return;
  }
  await welcome(stack, { scope, tookMs: performance.now() - started, write });
  if (scope === 'everything') await writeFile(welcomed, '');
}
