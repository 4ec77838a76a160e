import { spawn } from 'node:child_process';
import { SetupError } from '../setup-error.ts';

const KEPT_LINES = 12;
const NETWORK_TROUBLE =
  /unknown host|unresolved|could not resolve|temporary failure in name resolution|network is unreachable|connection (?:refused|timed out|reset)|could not transfer|no route to host|max retries exceeded|failed to fetch|newconnectionerror/i;

type ToolRun = Readonly<{ cwd?: string; env?: Readonly<Record<string, string>> }>;

/** Runs an installer to its end. @throws SetupError with the last lines that it said. */
export async function runTool(
  command: string,
  args: readonly string[],
  { cwd, env }: ToolRun = {},
): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const keep = (chunk: Buffer): void => {
    lines.push(
      ...chunk
        .toString()
        .split(/\r?\n/)
        .filter(line => line.trim() !== ''),
    );
    lines.splice(0, lines.length - KEPT_LINES);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | string | null>(resolve => {
    child.once('error', error => {
      lines.push(error.message);
      resolve('not started');
    });
    child.once('close', resolve);
  });
  if (code !== 0) throw toolFailure([command, ...args].join(' '), lines);
}

function toolFailure(commandLine: string, lines: readonly string[]): SetupError {
  const said = lines.map(line => `    ${line}`).join('\n');
  const remedy = lines.some(line => NETWORK_TROUBLE.test(line))
    ? 'The network could not be reached. Connect (or set the proxy of this tool), then run make again.'
    : 'Run that command by hand to see more, or run make again.';
  return new SetupError(`This failed: ${commandLine}\n${said}`, remedy);
}
