import { snippetStyles } from '@millrace/snippet';
import { Option, type Command } from 'commander';
import { z } from 'zod';

import type { CommandDeps, Run } from '../command-deps.ts';
import type { ExitCode } from '../exit-codes.ts';
import { findNamed, listings } from '../listing.ts';
import { report } from '../report.ts';

const form = z.object({
  snippet: z.object({ code: z.string(), packageName: z.string().optional() }),
});

type Options = { readonly style: string; readonly address?: string; readonly key?: string };

/** Prints what to copy into a site. */
export function addSnippetCommand(command: Command, run: Run): void {
  command
    .description('Prints what to copy into a site so that it sends to a source.')
    .argument('<source>', 'id or slug of the source')
    .addOption(new Option('--style <style>', 'how the site loads it').choices(snippetStyles).default('html'))
    .option('--address <url>', "where browsers reach the gateway (default: the source's browser.publicUrl)")
    .option('--key <key>', 'write key (default: the newest)')
    .action((name: string, options: Options) => run(deps => snippet(name, options, deps)));
}

/** The code alone goes to the output, so that it can be piped; what to install is said beside it. */
async function snippet(name: string, { style, address, key }: Options, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.sources, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const query = new URLSearchParams({
    style,
    ...(address !== undefined && { address }),
    ...(key !== undefined && { writeKey: key }),
  });
  const reply = await deps.controlApi.get(`/sources/${found.data.id}/snippet?${query.toString()}`, form);
  return report(reply, deps, ({ snippet: { code, packageName } }) => {
    if (packageName !== undefined) deps.terminal.err(`Install it first: npm install ${packageName}`);
    return [code];
  });
}
