import { UsageError } from './usage-error.ts';
import { write } from './write.ts';

const exitCodes = { failed: 1, misused: 2 } as const;

/**
 * Runs a program of this folder with its command line; the number it returns becomes the exit code. `--help` prints the usage; a
 * UsageError (or what parseArgs throws) is a wrong command line; any other error is a sentence for the person who started it.
 */
export async function runProgram(
  usage: string,
  program: (args: readonly string[]) => Promise<number>,
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    write(usage);
    return;
  }
  try {
    process.exitCode = await program(args);
  } catch (error) {
    const isMisuse = error instanceof UsageError || isParseArgsError(error);
    process.exitCode = isMisuse ? exitCodes.misused : exitCodes.failed;
    process.stderr.write(`${messageOf(error)}\n${isMisuse ? `\n${usage}\n` : ''}`);
  }
}

/** Node marks what parseArgs refuses by its code. */
function isParseArgsError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
