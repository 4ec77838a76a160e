import type { Command } from 'commander';

import { findDebugger } from '../connection.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal.ts';
import { tail, type Screen } from './tail.ts';

type Options = {
  readonly type?: string;
  readonly event?: string;
  readonly user?: string;
  readonly anonymous?: string;
  readonly message?: string;
  readonly search?: string;
  readonly status?: string;
  readonly blocked?: boolean;
  readonly last?: string;
  readonly follow: boolean;
  readonly debugger?: string;
};

type Deps = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly terminal: Terminal;
  readonly screen: Screen;
  /** Aborts when the process is told to end; asked for once the command runs. */
  readonly interruption: () => AbortSignal;
  /** The options of every command. */
  readonly globals: () => { readonly token?: string; readonly json?: boolean };
};

/** `tail <source>`; `onExit` is told how it ended. */
export function addTailCommand(command: Command, deps: Deps, onExit: (code: ExitCode) => void): void {
  command
    .description('Shows the events of a source as they pass: the last 500, then what comes.')
    .argument('<source>', 'id or slug of the source')
    .option('--type <types>', 'only these types, separated by commas')
    .option('--event <name>', 'only track events, pages or screens of this name')
    .option('--user <id>', 'only events of this user id')
    .option('--anonymous <id>', 'only events of this anonymous id')
    .option('--message <id>', 'only the event with this message id')
    .option('--search <text>', 'only events that contain this text')
    .option('--status <list>', 'only allowed, blocked or failed (blocked because the call was not sound)')
    .option('--blocked', 'only blocked events')
    .option('--last <count>', 'past events to begin with')
    .option('--no-follow', 'show the past events and end')
    .option('--debugger <url>', 'source debugger (default: MILLRACE_DEBUGGER, else the local stack)')
    .action(async (source: string, options: Options) => {
      const { token, json = false } = deps.globals();
      const { url, token: found } = findDebugger({ debugger: options.debugger, token }, deps);
      if (url === undefined || found === undefined) {
        deps.terminal.err(whatIsMissing(url === undefined));
        onExit(exitCodes.usage);
        return;
      }
      const wish = { source, query: streamQuery(options) };
      const { terminal, screen, interruption } = deps;
      const world = { connection: { url, token: found }, terminal, screen, signal: interruption() };
      onExit(await tail({ wish, json, follow: options.follow }, world));
    });
}

function whatIsMissing(isAddress: boolean): string {
  return isAddress
    ? 'The address of the source debugger is not known: run make up, or give --debugger or MILLRACE_DEBUGGER.'
    : 'The token is not known: run make up, or give --token or MILLRACE_TOKEN.';
}

/** The query by which the debugger is asked. */
function streamQuery(options: Options): Readonly<Record<string, string>> {
  const { type, event, user, anonymous, message, search, last } = options;
  const status = options.blocked === true ? 'blocked' : options.status;
  const query = {
    type,
    event,
    userId: user,
    anonymousId: anonymous,
    messageId: message,
    q: search,
    status,
    last,
  };
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
