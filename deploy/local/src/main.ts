import { join } from 'node:path';
import { ConfigError } from '@millrace/errors';
import { parseCommandLine, type CommandLine } from './command-line.ts';
import { down } from './commands/down.ts';
import { logs } from './commands/logs.ts';
import { reset } from './commands/reset.ts';
import { status } from './commands/status.ts';
import { startParts } from './commands/start-parts.ts';
import { up } from './commands/up.ts';
import { obtainBrowser } from './downloads/browser.ts';
import { layoutOf } from './layout.ts';
import { portTable } from './ports.ts';
import { createPlainBoard } from './progress/plain-board.ts';
import { createTerminalBoard } from './progress/terminal-board.ts';
import { parseSettings } from './settings.ts';
import { SetupError } from './setup-error.ts';
import type { Stack } from './stack.ts';
import { withLock } from './up-lock.ts';

const write = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const repository = join(import.meta.dirname, '..', '..', '..');
  const settings = parseSettings(process.env, repository);
  const stack = { settings, layout: layoutOf(repository, settings), ports: portTable(settings.portBase) };
  await run(parseCommandLine(process.argv.slice(2)), stack);
} catch (error) {
  if (!(error instanceof SetupError || error instanceof ConfigError)) throw error;
  const remedy = error instanceof SetupError ? `\n  ${error.remedy}` : '';
  process.stderr.write(`\n${error.message}${remedy}\n`);
  process.exitCode = 1;
}

async function run(line: CommandLine, stack: Stack): Promise<void> {
  const lock = join(stack.layout.home, 'lock');
  switch (line.command) {
    case 'up': {
      const board = process.stdout.isTTY ? createTerminalBoard() : createPlainBoard(write);
      return withLock(lock, () => up(stack, line.scope, board, write)).finally(() => board.close());
    }
    // What tests that stop parts want: no welcome, which needs every part.
    case 'start':
      await withLock(lock, () => startParts(stack, 'everything', createPlainBoard(write)));
      return;
    case 'down':
      return withLock(lock, () => down(stack, write));
    case 'reset':
      return withLock(lock, () => reset(stack, write));
    case 'status':
      return status(stack, write);
    // What tests of pages run in; the path is all that stdout gets.
    case 'browser':
      write(
        await obtainBrowser(
          process.env,
          createPlainBoard(text => void process.stderr.write(`${text}\n`)),
        ),
      );
      return;
    case 'logs':
      return logs(stack, line.part);
  }
}
