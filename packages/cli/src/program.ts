import { Command } from 'commander';

import { apply } from './commands/apply.ts';
import { list } from './commands/list.ts';
import { findConnection } from './connection.ts';
import { createControlApi, type ControlApi } from './control-api.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** The world around a command. */
export type World = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly terminal: Terminal;
};

type GlobalOptions = { readonly api?: string; readonly token?: string; readonly json?: boolean };

/** The `millrace` command; `onExit` is told how it ended. */
export function createProgram(world: World, onExit: (code: ExitCode) => void): Command {
  const { environment, folder, terminal } = world;
  const program = new Command('millrace')
    .description('Manages a Millrace workspace through its control API.')
    .option('--api <url>', 'control API (default: MILLRACE_API, else the local stack)')
    .option('--token <token>', 'token (default: MILLRACE_TOKEN, else the local stack)')
    .option('--json', 'print JSON')
    .configureOutput({
      writeOut: text => terminal.out(text.trimEnd()),
      writeErr: text => terminal.err(text.trimEnd()),
    })
    .exitOverride();

  const run = async (
    command: (controlApi: ControlApi, json: boolean) => Promise<ExitCode>,
  ): Promise<void> => {
    const options = program.opts<GlobalOptions>();
    const { api, token } = findConnection(options, { environment, folder });
    if (api === undefined || token === undefined) {
      terminal.err(
        `The ${api === undefined ? 'address of the control API' : 'token'} is not known: run make up, or give ` +
          (api === undefined ? '--api or MILLRACE_API.' : '--token or MILLRACE_TOKEN.'),
      );
      onExit(exitCodes.usage);
      return;
    }
    onExit(await command(createControlApi({ api, token }), options.json ?? false));
  };

  program
    .command('apply')
    .description('Makes the workspace as the YAML files of a folder say.')
    .argument('<folder>', 'folder of YAML files')
    .option('--dry-run', 'check and show what would change')
    .action((target: string, { dryRun = false }: { dryRun?: boolean }) =>
      run((controlApi, json) => apply(target, { dryRun, json }, { controlApi, environment, terminal })),
    );
  for (const noun of ['sources', 'destinations'] as const) {
    program
      .command(noun)
      .description(`The ${noun} of the workspace.`)
      .command('list')
      .description(`Lists the ${noun}.`)
      .action(() => run((controlApi, json) => list(noun, { json }, { controlApi, terminal })));
  }
  return program;
}
