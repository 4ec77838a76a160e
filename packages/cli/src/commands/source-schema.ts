import { Option, type Command } from 'commander';
import { z } from 'zod';

import type { CommandDeps, Run } from '../command-deps.ts';
import type { ControlApi, Reply } from '../control-api.ts';
import type { ExitCode } from '../exit-codes.ts';
import { findNamed, listings } from '../listing.ts';
import { report } from '../report.ts';
import { columns, oneLine } from '../terminal.ts';

const seenEvent = z.looseObject({
  type: z.string(),
  name: z.string(),
  allowed: z.number(),
  blocked: z.number(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
});
const eventsPage = z.object({
  events: z.array(seenEvent),
  pagination: z.object({ next: z.string().optional() }),
});
const propertiesForm = z.object({
  properties: z.array(
    z.object({
      path: z.string(),
      types: z.record(z.string(), z.number()),
      firstSeenAt: z.string(),
      lastSeenAt: z.string(),
    }),
  ),
});

type Options = { readonly event?: string; readonly type: string };

/** Adds `schema` to the commands of sources. */
export function addSchemaCommand(group: Command, run: Run): void {
  group
    .command('schema <source>')
    .description('Shows which events a source has sent; with --event or --type, the properties of one kind.')
    .option('--event <name>', 'name of a track event')
    .addOption(
      new Option('--type <type>', 'for the traits or properties of these calls')
        .choices(['identify', 'page', 'screen', 'group'])
        .conflicts('event'),
    )
    .action((name: string, { event, type }: Partial<Options>) =>
      run(deps =>
        event === undefined && type === undefined
          ? showEvents(name, deps)
          : showProperties(name, { type: type ?? 'track', ...(event !== undefined && { event }) }, deps),
      ),
    );
}

async function showEvents(name: string, deps: CommandDeps): Promise<ExitCode> {
  const found = await findNamed(listings.sources, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const reply = await allEvents(found.data.id, deps.controlApi);
  if (reply.kind === 'answer' && reply.data.length === 0) {
    deps.terminal.err(`${found.data.slug} has sent nothing yet, or nothing that is counted already.`);
  }
  return report(reply, deps, events =>
    columns([
      ['TYPE', 'EVENT', 'ALLOWED', 'BLOCKED', 'FIRST SEEN', 'LAST SEEN'],
      ...events.map(({ type, name: event, allowed, blocked, firstSeenAt, lastSeenAt }) => [
        type,
        event,
        String(allowed),
        String(blocked),
        firstSeenAt,
        lastSeenAt,
      ]),
    ]),
  );
}

async function allEvents(
  sourceId: string,
  controlApi: ControlApi,
): Promise<Reply<readonly z.infer<typeof seenEvent>[]>> {
  const events: z.infer<typeof seenEvent>[] = [];
  let cursor = '';
  do {
    const query = new URLSearchParams({ 'pagination[cursor]': cursor }).toString();
    const reply = await controlApi.get(`/sources/${sourceId}/schema?${query}`, eventsPage);
    if (reply.kind !== 'answer') return reply;
    events.push(...reply.data.events);
    cursor = reply.data.pagination.next ?? '';
  } while (cursor !== '');
  return { kind: 'answer', data: events };
}

async function showProperties(
  name: string,
  { event = '', type }: Options,
  deps: CommandDeps,
): Promise<ExitCode> {
  const found = await findNamed(listings.sources, name, deps.controlApi);
  if (found.kind !== 'answer') return report(found, deps, () => []);
  const query = new URLSearchParams({ type, event }).toString();
  const path = `/sources/${found.data.id}/schema/properties?${query}`;
  const reply = await deps.controlApi.get(path, propertiesForm);
  if (reply.kind === 'answer' && reply.data.properties.length === 0) {
    const kind = event === '' ? `${type} call` : `event ${oneLine(event)}`;
    deps.terminal.err(
      `${found.data.slug} has sent no ${kind} with properties; without --event and --type, schema shows what it has sent.`,
    );
  }
  return report(reply, deps, ({ properties }) =>
    columns([
      ['PROPERTY', 'TYPES', 'FIRST SEEN', 'LAST SEEN'],
      ...properties.map(({ path: property, types, firstSeenAt, lastSeenAt }) => [
        property,
        Object.entries(types)
          .map(([type, count]) => `${type} (${count})`)
          .join(', '),
        firstSeenAt,
        lastSeenAt,
      ]),
    ]),
  );
}
