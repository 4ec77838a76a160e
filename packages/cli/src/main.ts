#!/usr/bin/env node
import { CommanderError } from 'commander';

import { exitCodes } from './exit-codes.ts';
import { interruption, processScreen } from './process-screen.ts';
import { createProgram } from './program.ts';

const terminal = {
  out: (line: string) => void process.stdout.write(`${line}\n`),
  err: (line: string) => void process.stderr.write(`${line}\n`),
};
const world = {
  environment: process.env,
  folder: process.cwd(),
  terminal,
  screen: processScreen(process),
  interruption: () => interruption(process),
};
// Whoever reads the output may have seen enough, as head has.
process.stdout.on('error', () => process.exit(exitCodes.done));

try {
  await createProgram(world, code => {
    process.exitCode = code;
  }).parseAsync();
} catch (error) {
  // Commander has already said what was wrong with the call; help and version end with 0.
  const isCommander = error instanceof CommanderError;
  if (!isCommander) terminal.err(error instanceof Error ? error.message : String(error));
  process.exitCode = isCommander && error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
}
