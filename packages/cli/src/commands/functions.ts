import { readFileSync } from 'node:fs';
import { basename, extname, resolve } from 'node:path';

import type { Command } from 'commander';
import { z } from 'zod';

import type { CommandDeps, Run } from '../command-deps.ts';
import type { Reply } from '../control-api.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { listAll, listings } from '../listing.ts';
import { report } from '../report.ts';
import { columns } from '../terminal.ts';
import { addLogsCommand } from './function-logs.ts';

const functionForm = z.object({ function: z.looseObject({ id: z.string(), slug: z.string() }) });
type Deployed = z.infer<typeof functionForm>;
type Options = { readonly function?: string; readonly name?: string };

/** The commands of functions; files are named as seen from `folder`. */
export function addFunctionCommands(group: Command, folder: string, run: Run): void {
  group
    .command('list')
    .description('Lists the functions.')
    .action(() => run(list));
  group
    .command('deploy <file>')
    .description('Creates a function from a file of JavaScript, or gives one its new code; it runs at once.')
    .option('--function <slug>', 'slug of the function (default: the name of the file)')
    .option('--name <name>', 'name for people')
    .action((file: string, options: Options) => run(deps => deploy(resolve(folder, file), options, deps)));
  addLogsCommand(group, run);
}

async function list(deps: CommandDeps): Promise<ExitCode> {
  const reply = await listAll(listings.functions, deps.controlApi);
  return report(reply, deps, functions =>
    columns([
      ['SLUG', 'TYPE', 'ID', 'NAME'],
      ...functions.map(({ slug, resourceType, id, displayName }) => [
        slug,
        resourceType.toLowerCase(),
        id,
        displayName,
      ]),
    ]),
  );
}

async function deploy(file: string, options: Options, deps: CommandDeps): Promise<ExitCode> {
  const code = read(file);
  if (code === undefined) {
    deps.terminal.err(`The file ${file} cannot be read.`);
    return exitCodes.usage;
  }
  const slug = options.function ?? basename(file, extname(file));
  const known = await listAll(listings.functions, deps.controlApi);
  if (known.kind !== 'answer') return report(known, deps, () => []);
  const id = known.data.find(one => one.slug === slug)?.id;
  const reply = await save({ id, slug, code, name: options.name }, deps);
  return report(reply, deps, () => [
    `${id === undefined ? 'Created' : 'Changed'} the function ${slug}; sources that name it run it from now on.`,
  ]);
}

async function save(
  fun: {
    readonly id: string | undefined;
    readonly slug: string;
    readonly code: string;
    readonly name: string | undefined;
  },
  { controlApi }: CommandDeps,
): Promise<Reply<Deployed>> {
  const { id, slug, code, name } = fun;
  if (id === undefined) {
    const body = { slug, displayName: name ?? slug, resourceType: 'SOURCE', code };
    return controlApi.postOnce('/functions', body, functionForm);
  }
  const body = { code, ...(name !== undefined && { displayName: name }) };
  return controlApi.patch(`/functions/${id}`, body, functionForm);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
