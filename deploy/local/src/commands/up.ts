import type { Scope } from '../command-line.ts';
import type { Board } from '../progress/board.ts';
import type { Stack } from '../stack.ts';
import { welcome } from '../welcome.ts';
import { startParts } from './start-parts.ts';

/** Starts what does not run yet, and shows that it works. Running it again changes nothing. */
export async function up(
  stack: Stack,
  scope: Scope,
  board: Board,
  write: (line: string) => void,
): Promise<void> {
  const started = performance.now();
  if (await startParts(stack, scope, board)) {
    await welcome(stack, { scope, tookMs: performance.now() - started, write });
    return;
  }
  write('Everything runs already; nothing was changed.');
}
