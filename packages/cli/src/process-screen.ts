import type { Screen } from './commands/tail.ts';

/** The terminal this process was started in: keys where a person sits there, colours unless NO_COLOR asks for none. */
export function processScreen({
  stdin,
  stdout,
  env,
}: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'env'>): Screen {
  return {
    keys: stdin.isTTY && stdout.isTTY ? { listen: onKey => listenRaw(stdin, onKey) } : undefined,
    isColored: stdout.isTTY && (env['NO_COLOR'] ?? '') === '',
    // A terminal that was never told its size says 0.
    width: () => (stdout.isTTY && stdout.columns > 0 ? stdout.columns : undefined),
  };
}

/** Aborts when the process is told to end. Only a command that asks for this has to end by itself. */
export function interruption(process: Pick<NodeJS.Process, 'once'>): AbortSignal {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => interrupted.abort());
  return interrupted.signal;
}

function listenRaw(stdin: NodeJS.ReadStream, onKey: (key: string) => void): () => void {
  const listener = (pressed: Buffer): void => {
    for (const key of pressed.toString()) onKey(key);
  };
  stdin.setRawMode(true).on('data', listener).resume();
  return () => stdin.setRawMode(false).off('data', listener).pause();
}
