import { SetupError } from './setup-error.ts';

/** How much of the stack a command means. */
export type Scope = 'everything' | 'infrastructure';

export type CommandLine =
  | { command: 'up'; scope: Scope }
  | { command: 'start' }
  | { command: 'down' }
  | { command: 'reset' }
  | { command: 'status' }
  | { command: 'browser' }
  | { command: 'logs'; part: string | undefined };

const USAGE = 'Use: up [--only infrastructure] | start | down | reset | status | browser | logs [part]';

/** @throws SetupError with the usage when the words make no command. */
export function parseCommandLine(words: readonly string[]): CommandLine {
  const [command, ...rest] = words;
  switch (command) {
    case 'up':
      return { command, scope: parseScope(rest) };
    case 'start':
    case 'down':
    case 'reset':
    case 'status':
    case 'browser':
      if (rest.length > 0) break;
      return { command };
    case 'logs':
      if (rest.length > 1) break;
      return { command, part: rest[0] || undefined };
    case undefined:
    default:
      break;
  }
  throw new SetupError(`Not a command: "${words.join(' ')}".`, USAGE);
}

function parseScope(words: readonly string[]): Scope {
  if (words.length === 0) return 'everything';
  if (words.length === 2 && words[0] === '--only' && words[1] === 'infrastructure') return 'infrastructure';
  throw new SetupError(`up does not know "${words.join(' ')}".`, USAGE);
}
