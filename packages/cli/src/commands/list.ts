import type { CommandDeps } from '../command-deps.ts';
import type { ExitCode } from '../exit-codes.ts';
import { listAll, listings } from '../listing.ts';
import { report } from '../report.ts';
import { columns } from '../terminal.ts';

/** Lists the sources or destinations of the workspace. */
export async function list(noun: 'sources' | 'destinations', deps: CommandDeps): Promise<ExitCode> {
  const reply = await listAll(listings[noun], deps.controlApi);
  return report(reply, deps, entries => [
    ...columns([
      ['SLUG', 'TYPE', 'STATE', 'ID', 'NAME'],
      ...entries.map(({ slug, metadata, enabled, id, name }) => [
        slug,
        metadata.slug,
        enabled ? 'enabled' : 'disabled',
        id,
        name,
      ]),
    ]),
  ]);
}
