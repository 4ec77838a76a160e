import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { deriveTokenKey } from '@millrace/oauth';
import { parseSecretsKey } from '@millrace/resources';
import type { Command } from 'commander';
import { z } from 'zod';

import type { CommandDeps, Run } from '../command-deps.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findNamed, listAll, listings } from '../listing.ts';
import { durationOption, repeatedOption } from '../option-values.ts';
import { report } from '../report.ts';
import { columns, type Terminal } from '../terminal.ts';

const appForm = z.object({ oauthApp: listings.oauthApps.form });
const deletedForm = z.object({ status: z.string() });

type App = z.infer<typeof listings.oauthApps.form>;
type Key = { readonly kid: string; readonly key: string };
type Created = Key & {
  readonly scope?: readonly string[];
  readonly source?: readonly string[];
  readonly lifetime?: number;
};

/**
 * The key that gateways sign access tokens with, made here from the secrets key; no control API is asked, and the secrets key stays in
 * the environment.
 */
export function gatewayKey(
  environment: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): ExitCode {
  const secretsKey = parseSecretsKey(environment['SECRETS_KEY'] ?? '');
  if (secretsKey === undefined) {
    terminal.err("Set SECRETS_KEY to control-api's key: 32 bytes in hexadecimal or base64.");
    return exitCodes.usage;
  }
  terminal.out(deriveTokenKey(secretsKey).toString('base64'));
  return exitCodes.done;
}

/** The commands of OAuth apps; files are named as seen from `folder`. */
export function addOAuthCommands(group: Command, folder: string, run: Run): void {
  group
    .command('list')
    .description('Lists the OAuth apps.')
    .action(() => run(list));
  withKey(group.command('create <name>').description('Creates an OAuth app.'))
    .option(
      '--scope <scope>',
      'what it may do; may be repeated (default: tracking_api:write)',
      repeatedOption,
    )
    .option(
      '--source <source>',
      'what it may send to; may be repeated (default: every source)',
      repeatedOption,
    )
    .option('--lifetime <time>', 'how long a token is good (default: 1d)', durationOption)
    .action((name: string, options: Created) => run(deps => create(name, options, { ...deps, folder })));
  withKey(
    group.command('add-key <app>').description('Gives an app a second public key, to replace the first.'),
  ).action((app: string, options: Key) => run(deps => addKey(app, options, { ...deps, folder })));
  group
    .command('remove-key <app> <kid>')
    .description('Removes a public key. Tokens that are out stay good: millrace oauth void ends them.')
    .action((app: string, kid: string) => run(deps => removeKey(app, kid, deps)));
  for (const [verb, enabled] of [
    ['enable', true],
    ['disable', false],
  ] as const) {
    group
      .command(`${verb} <app>`)
      .description(
        enabled ? 'Makes an app and its tokens good again.' : 'Makes an app and its tokens worth nothing.',
      )
      .action((app: string) => run(deps => change(app, () => ({ enabled }), deps)));
  }
  group
    .command('revoke <app> <token>')
    .description('Takes back one access token of an app.')
    .action((app: string, token: string) => run(deps => post(app, 'revoke-token', { token }, deps)));
  group
    .command('void <app>')
    .description('Takes back every access token of an app.')
    .action((app: string) => run(deps => post(app, 'void-tokens', {}, deps)));
  group
    .command('delete <app>')
    .description('Deletes an app and with it every access token it has.')
    .action((app: string) => run(deps => remove(app, deps)));
}

function withKey(command: Command): Command {
  return command
    .requiredOption('--kid <kid>', 'name of the public key, which assertions give')
    .requiredOption('--key <file>', 'the public key, in PEM form');
}

async function list(deps: CommandDeps): Promise<ExitCode> {
  const reply = await listAll(listings.oauthApps, deps.controlApi);
  return report(reply, deps, apps =>
    columns([
      ['SLUG', 'STATE', 'ID', 'SCOPES', 'KEYS'],
      ...apps.map(({ slug, enabled, id, scopes, publicKeys }) => [
        slug,
        enabled ? 'enabled' : 'disabled',
        id,
        scopes.join(' '),
        publicKeys.map(({ kid }) => kid).join(' '),
      ]),
    ]),
  );
}

type WithFolder = CommandDeps & { readonly folder: string };

async function create(name: string, options: Created, deps: WithFolder): Promise<ExitCode> {
  const { kid, key, scope, source = [], lifetime } = options;
  const pem = readKey(key, deps);
  if (pem === undefined) return exitCodes.usage;
  const sourceIds: string[] = [];
  for (const slug of source) {
    const found = await findNamed(listings.sources, slug, deps.controlApi);
    if (found.kind !== 'answer') return report(found, deps, () => []);
    sourceIds.push(found.data.id);
  }
  const body = {
    name,
    publicKeys: [{ kid, pem }],
    ...(scope !== undefined && { scopes: scope }),
    ...(lifetime !== undefined && { tokenLifetimeSeconds: lifetime }),
    ...(sourceIds.length > 0 && { sourceIds }),
  };
  const reply = await deps.controlApi.postOnce('/oauth-apps', body, appForm);
  return report(reply, deps, ({ oauthApp }) => [
    `Created the OAuth app ${oauthApp.slug}. Its client id is ${oauthApp.id}, its key id ${kid}.`,
  ]);
}

async function addKey(app: string, { kid, key }: Key, deps: WithFolder): Promise<ExitCode> {
  const pem = readKey(key, deps);
  if (pem === undefined) return exitCodes.usage;
  return change(app, ({ publicKeys }) => ({ publicKeys: [...publicKeys, { kid, pem }] }), deps);
}

function removeKey(app: string, kid: string, deps: CommandDeps): Promise<ExitCode> {
  return change(app, ({ publicKeys }) => ({ publicKeys: publicKeys.filter(key => key.kid !== kid) }), deps);
}

async function change(name: string, body: (app: App) => object, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.oauthApps, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await deps.controlApi.patch(`/oauth-apps/${found.data.id}`, body(found.data), appForm);
  return report(reply, deps, ({ oauthApp }) => [described(oauthApp)]);
}

async function post(name: string, verb: string, body: object, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.oauthApps, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await deps.controlApi.post(`/oauth-apps/${found.data.id}/${verb}`, body, appForm);
  return report(reply, deps, ({ oauthApp }) => [`Done. ${described(oauthApp)}`]);
}

async function remove(name: string, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.oauthApps, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await deps.controlApi.delete(`/oauth-apps/${found.data.id}`, deletedForm);
  return report(reply, deps, () => [`Deleted the OAuth app ${found.data.slug}.`]);
}

function described({ slug, enabled, publicKeys }: App): string {
  const keys = publicKeys.map(({ kid }) => kid).join(', ');
  return `The OAuth app ${slug} is ${enabled ? 'enabled' : 'disabled'}; its keys: ${keys}.`;
}

function readKey(file: string, { folder, terminal }: WithFolder): string | undefined {
  try {
    return readFileSync(resolve(folder, file), 'utf8');
  } catch {
    terminal.err(`The file ${file} cannot be read.`);
    return undefined;
  }
}
