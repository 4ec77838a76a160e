import { z } from 'zod';

import type { ControlApi } from '../control-api.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { columns, type Terminal } from '../terminal.ts';

const listed = z.looseObject({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  metadata: z.object({ slug: z.string() }),
});

type Listed = z.infer<typeof listed>;

const pagination = z.object({ next: z.string().optional() });

/** Lists the sources or destinations of the workspace. */
export async function list(
  noun: 'sources' | 'destinations',
  { json }: { readonly json: boolean },
  { controlApi, terminal }: { readonly controlApi: ControlApi; readonly terminal: Terminal },
): Promise<ExitCode> {
  const form = z.object({ [noun]: z.array(listed), pagination });
  const all: Listed[] = [];
  let cursor = '';
  do {
    const reply = await controlApi.get(
      `/${noun}?${new URLSearchParams({ 'pagination[cursor]': cursor }).toString()}`,
      form,
    );
    if (reply.kind === 'unreachable') {
      terminal.err(`The control API cannot be asked: ${reply.reason}.`);
      return exitCodes.unreachable;
    }
    if (reply.kind === 'refusal') {
      reply.errors.forEach(error => terminal.err(error.message));
      return reply.status === 401 ? exitCodes.unauthorized : exitCodes.refused;
    }
    all.push(...(reply.data[noun] as Listed[]));
    cursor = (reply.data['pagination'] as z.infer<typeof pagination>).next ?? '';
  } while (cursor !== '');
  if (json) terminal.out(JSON.stringify(all, undefined, 2));
  else table(all).forEach(line => terminal.out(line));
  return exitCodes.done;
}

function table(all: readonly Listed[]): readonly string[] {
  const rows = all.map(({ slug, metadata, enabled, id, name }) => [
    slug,
    metadata.slug,
    enabled ? 'enabled' : 'disabled',
    id,
    name,
  ]);
  return columns([['SLUG', 'TYPE', 'STATE', 'ID', 'NAME'], ...rows]);
}
