import { Command } from 'commander';

import { apply } from './commands/apply.ts';
import { addFunctionCommands } from './commands/functions.ts';
import { list } from './commands/list.ts';
import { addOAuthCommands, gatewayKey } from './commands/oauth.ts';
import { addSnippetCommand } from './commands/snippet.ts';
import { addSourceCommands } from './commands/sources.ts';
import type { Screen } from './commands/tail.ts';
import { addTailCommand } from './commands/tail-command.ts';
import type { Run } from './command-deps.ts';
import { findConnection } from './connection.ts';
import { createControlApi, type ControlApi } from './control-api.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** The world around a command. */
export type World = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly terminal: Terminal;
  /** Where events are watched; by default a plain one that nobody sits at. */
  readonly screen?: Screen;
  /** Asked for by a command that goes on until it is told to end. */
  readonly interruption?: () => AbortSignal;
};

const plainScreen: Screen = { keys: undefined, isColored: false, width: () => undefined };

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
  const runWithDeps: Run = command =>
    run((controlApi, json) => command({ controlApi, json, terminal, environment }));

  program
    .command('apply')
    .description('Makes the workspace as the YAML files of a folder say.')
    .argument('<folder>', 'folder of YAML files')
    .option('--dry-run', 'check and show what would change')
    .action((target: string, { dryRun = false }: { dryRun?: boolean }) =>
      run((controlApi, json) => apply(target, { dryRun, json }, { controlApi, environment, terminal })),
    );
  addTailCommand(
    program.command('tail'),
    {
      environment,
      folder,
      terminal,
      screen: world.screen ?? plainScreen,
      interruption: world.interruption ?? (() => new AbortController().signal),
      globals: () => program.opts<GlobalOptions>(),
    },
    onExit,
  );
  for (const noun of ['sources', 'destinations'] as const) {
    const group = program.command(noun).description(`The ${noun} of the workspace.`);
    group
      .command('list')
      .description(`Lists the ${noun}.`)
      .action(() => runWithDeps(deps => list(noun, deps)));
    if (noun === 'sources') addSourceCommands(group, runWithDeps);
  }
  addSnippetCommand(program.command('snippet'), runWithDeps);
  const functions = program.command('functions').description('The functions of the workspace.');
  addFunctionCommands(functions, folder, runWithDeps);
  const oauth = program.command('oauth').description('The OAuth apps of the workspace and their tokens.');
  addOAuthCommands(oauth, folder, runWithDeps);
  oauth
    .command('gateway-key')
    .description('Prints the OAUTH_KEY of gateways, made from SECRETS_KEY in the environment.')
    .action(() => onExit(gatewayKey(environment, terminal)));
  return program;
}
