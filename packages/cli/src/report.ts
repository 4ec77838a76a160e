import type { CommandDeps } from './command-deps.ts';
import type { Reply } from './control-api.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { harmless } from './terminal.ts';

/** Said where a token is not accepted. */
export const WHICH_TOKEN =
  'The token comes from --token, else MILLRACE_TOKEN, else admin-token of the local stack: give the one of this workspace.';

/** Prints what a request came to: lines for people or the data for programs, and what went wrong to the error output. */
export function report<T>(
  reply: Reply<T>,
  { terminal, json }: Pick<CommandDeps, 'terminal' | 'json'>,
  lines: (data: T) => readonly string[],
): ExitCode {
  switch (reply.kind) {
    case 'answer':
      if (json) terminal.out(JSON.stringify(reply.data, undefined, 2));
      else lines(reply.data).forEach(line => terminal.out(harmless(line)));
      return exitCodes.done;
    case 'unreachable':
      terminal.err(`The control API cannot be asked: ${reply.reason}.`);
      return exitCodes.unreachable;
    case 'refusal':
      reply.errors.forEach(error => terminal.err(harmless(error.message)));
      if (reply.status === 401) terminal.err(WHICH_TOKEN);
      return reply.status === 401 || reply.status === 403 ? exitCodes.unauthorized : exitCodes.refused;
  }
}
