import { readEndpoints, stackHome, type Endpoints } from '../stack/endpoints.ts';
import { runProgram } from '../stack/program.ts';
import { textTable } from '../stack/table.ts';
import { UsageError } from '../stack/usage-error.ts';
import { write } from '../stack/write.ts';
import { buildClient, missingTool } from './build-client.ts';
import { readClientPrograms, type ClientProgram } from './client-program.ts';
import { parseOptions, usage, type ClientsOptions } from './options.ts';
import { tryClient, type Trial } from './try-client.ts';
import type { Verdict } from './verdict.ts';

await runProgram(usage, clients);

async function clients(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const endpoints = await readEndpoints();
  const trials: Trial[] = [];
  for (const program of await usablePrograms(options.names)) {
    trials.push(await tryProgram(program, endpoints, options));
  }
  const verdicts = trials.flatMap(trial => trial.verdicts);
  write(textTable(verdicts.map(inTable), ['library', 'version', 'calls', 'archive']));
  for (const { library, differences } of verdicts) {
    for (const difference of differences) write(`- ${library}, ${difference}`);
  }
  for (const { program, requests, errors, verdicts: found } of trials) {
    if (options.fault !== undefined) for (const request of requests) write(`- ${program}: ${request}`);
    if (found.some(differs) && errors !== '') write(`${program} said:\n${errors}`);
  }
  return verdicts.some(differs) ? 1 : 0;
}

/** A program that cannot be built or that fails says nothing about the others. */
async function tryProgram(
  program: ClientProgram,
  endpoints: Endpoints,
  options: ClientsOptions,
): Promise<Trial> {
  const { name } = program;
  try {
    write(`${name}: building`);
    const folder = await buildClient(program, stackHome());
    write(`${name}: sending`);
    return await tryClient(program, endpoints, { ...options, folder });
  } catch (error) {
    const differences = [error instanceof Error ? error.message : String(error)];
    const failure = { library: `all of ${name}`, version: '', calls: 0, differences };
    return { program: name, verdicts: [failure], requests: [], errors: '' };
  }
}

function inTable({ library, version, calls, differences }: Verdict): readonly (string | number)[] {
  const { length } = differences;
  return [
    library,
    version,
    calls,
    length === 0 ? 'as sent' : length === 1 ? '1 difference' : `${length} differences`,
  ];
}

function differs({ differences }: Verdict): boolean {
  return differences.length > 0;
}

/** The programs with these names, or all; a toolchain may be missing only where nobody named the language. */
async function usablePrograms(names: readonly string[]): Promise<readonly ClientProgram[]> {
  const programs = await readClientPrograms();
  const unknown = names.find(name => programs.every(program => program.name !== name));
  if (unknown !== undefined) {
    throw new UsageError(`there is no ${unknown} here, but ${programs.map(({ name }) => name).join(', ')}`);
  }
  const usable: ClientProgram[] = [];
  for (const program of programs) {
    if (names.length > 0 && !names.includes(program.name)) continue;
    const missing = await missingTool(program);
    if (missing === undefined) usable.push(program);
    else if (names.length > 0)
      throw new Error(`${program.name} needs what "${missing}" is of: it fails here`);
    else write(`${program.name}: skipped, because "${missing}" fails here`);
  }
  if (usable.length === 0) throw new Error('no toolchain is here: nothing was tried');
  return usable;
}
