import type { ControlApi } from './control-api.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What a command works with. */
export type CommandDeps = {
  readonly controlApi: ControlApi;
  readonly terminal: Terminal;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether results are printed for programs. */
  readonly json: boolean;
};

/** Runs a command with what it works with, once that is found. */
export type Run = (command: (deps: CommandDeps) => Promise<ExitCode>) => Promise<void>;
