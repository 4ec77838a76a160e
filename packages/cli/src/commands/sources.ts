import type { Command } from 'commander';
import { z } from 'zod';

import type { CommandDeps, Run } from '../command-deps.ts';
import type { Reply } from '../control-api.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findNamed, listings } from '../listing.ts';
import { durationOption, filledSettings, objectOption } from '../option-values.ts';
import { report } from '../report.ts';
import { columns } from '../terminal.ts';
import { addSchemaCommand } from './source-schema.ts';

const source = z.looseObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  writeKeys: z.array(z.string()),
});
const sourceForm = z.object({ source });
const rotatedForm = z.object({ writeKey: z.string(), source });
const keysForm = z.object({
  writeKeys: z.array(z.object({ writeKey: z.string(), state: z.string(), expiresAt: z.string().optional() })),
});

type Settings = Readonly<Record<string, unknown>>;
type Wanted = {
  readonly name?: string;
  readonly slug?: string;
  readonly settings?: Settings;
  readonly function?: string;
  readonly functionSettings?: Settings;
};
type Created = Wanted & { readonly type: string; readonly space?: string; readonly disabled?: boolean };

/** The commands that change one source. */
export function addSourceCommands(group: Command, run: Run): void {
  withSettings(group.command('create <slug>').description('Creates a source with a write key of its own.'))
    .requiredOption('--type <type>', 'entry of the catalogue, such as javascript or node.js')
    .option('--space <slug>', 'space of its people (default: the oldest)')
    .option('--disabled', 'do not take events yet')
    .action((slug: string, options: Created) => run(deps => create(slug, options, deps)));
  withSettings(
    group.command('update <source>').description('Changes a source. Settings are merged; null removes one.'),
  )
    .option('--slug <slug>', 'new slug')
    .action((name: string, options: Wanted) => run(deps => update(name, options, deps)));
  for (const [verb, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    group
      .command(`${verb} <source>`)
      .description(enabled ? 'Lets a source take events.' : 'Stops a source from taking events.')
      .action((name: string) => run(deps => change(name, { enabled }, deps)));
  }
  addSchemaCommand(group, run);
  group
    .command('keys <source>')
    .description('Lists the write keys of a source.')
    .action((name: string) => run(deps => keys(name, deps)));
  group
    .command('rotate-key <source>')
    .description('Gives a source a new write key; the replaced one works on for a while.')
    .option('--key <key>', 'the key that is replaced, where there are several')
    .option('--grace <time>', 'how long the replaced key still works (default: 1d)', durationOption)
    .action((name: string, options: { key?: string; grace?: number }) =>
      run(deps => rotate(name, options, deps)),
    );
}

function withSettings(command: Command): Command {
  return command
    .option('--name <name>', 'name for people')
    .option('--settings <json>', 'settings, such as \'{"requireOAuth": true}\'', objectOption)
    .option('--function <slug>', 'for the type function: the function that runs')
    .option(
      '--function-settings <json>',
      'what it is told; {"env": NAME} stands for a variable',
      objectOption,
    );
}

async function create(slug: string, options: Created, deps: CommandDeps): Promise<ExitCode> {
  const fields = await fieldsOf(options, deps);
  if (fields.kind !== 'answer') return report(fields, deps, () => []);
  const space = await idOf('spaces', options.space, deps);
  if (space.kind !== 'answer') return report(space, deps, () => []);
  const body = {
    ...fields.data,
    slug,
    metadataId: options.type,
    enabled: options.disabled !== true,
    ...(space.data !== undefined && { spaceId: space.data }),
  };
  const reply = await deps.controlApi.postOnce('/sources', body, sourceForm);
  return report(reply, deps, ({ source: made }) => [
    `Created the source ${made.slug} (${made.id}), write key ${made.writeKeys.join(', ')}.`,
  ]);
}

async function update(name: string, options: Wanted, deps: CommandDeps): Promise<ExitCode> {
  const fields = await fieldsOf(options, deps);
  if (fields.kind !== 'answer') return report(fields, deps, () => []);
  const body = { ...fields.data, ...(options.slug !== undefined && { slug: options.slug }) };
  if (Object.keys(body).length === 0) {
    deps.terminal.err('There is nothing to change: give an option, see millrace sources update --help.');
    return exitCodes.usage;
  }
  return change(name, body, deps);
}

async function change(name: string, body: object, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.sources, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await deps.controlApi.patch(`/sources/${found.data.id}`, body, sourceForm);
  return report(reply, deps, ({ source: changed }) => [
    'enabled' in body
      ? `The source ${changed.slug} (${changed.name}) is ${changed.enabled ? 'enabled' : 'disabled'}.`
      : `Changed the source ${changed.slug} (${changed.id}).`,
  ]);
}

async function keys(name: string, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.sources, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await deps.controlApi.get(`/sources/${found.data.id}/writekeys`, keysForm);
  return report(reply, deps, ({ writeKeys }) =>
    columns([
      ['KEY', 'STATE', 'UNTIL'],
      ...writeKeys.map(({ writeKey, state, expiresAt = '' }) => [writeKey, state, expiresAt]),
    ]),
  );
}

async function rotate(
  name: string,
  { key, grace }: { readonly key?: string; readonly grace?: number },
  deps: CommandDeps,
): Promise<ExitCode> {
  const found = await findNamed(listings.sources, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const body = {
    ...(key !== undefined && { writeKey: key }),
    ...(grace !== undefined && { gracePeriodSeconds: grace }),
  };
  const path = `/sources/${found.data.id}/writekeys/rotate`;
  const reply = await deps.controlApi.postOnce(path, body, rotatedForm);
  return report(reply, deps, ({ writeKey }) => [
    `The new write key of ${name} is ${writeKey}. millrace sources keys ${name} shows until when the old one works.`,
  ]);
}

/** The fields of a request that the options name. */
async function fieldsOf(options: Wanted, deps: CommandDeps): Promise<Reply<object>> {
  const filled = filledSettings(options.functionSettings ?? {}, deps.environment);
  if ('missing' in filled) return refusal(`The environment variable ${filled.missing} is not set.`);
  const functionId = await idOf('functions', options.function, deps);
  if (functionId.kind !== 'answer') return functionId;
  const data = {
    ...(options.name !== undefined && { name: options.name }),
    ...(options.settings !== undefined && { settings: options.settings }),
    ...(functionId.data !== undefined && { functionId: functionId.data }),
    ...(options.functionSettings !== undefined && { functionSettings: filled.settings }),
  };
  return { kind: 'answer', data };
}

async function idOf(
  noun: 'spaces' | 'functions',
  name: string | undefined,
  { controlApi }: CommandDeps,
): Promise<Reply<string | undefined>> {
  if (name === undefined) return { kind: 'answer', data: undefined };
  const found = await findNamed(noun === 'spaces' ? listings.spaces : listings.functions, name, controlApi);
  return found.kind === 'answer' ? { kind: 'answer', data: found.data.id } : found;
}

function refusal(message: string): Reply<never> {
  return { kind: 'refusal', status: 422, errors: [{ type: 'validation', message }] };
}
